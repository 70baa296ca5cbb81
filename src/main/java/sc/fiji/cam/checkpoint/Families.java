package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Padding;

/** Decides padding and eps, which no tensor shows. */
final class Families {
    private static final String[] ARCHITECTURE = {
        "arch", "architecture", "model_name", "model", "backbone", "encoder_name"
    };

    private Families() {}

    /**
     * What the option says, else what the container states, else what names say, else what is
     * usual.
     *
     * @param option the option {@code family}
     * @param assumptions gets a sentence where something was assumed or overridden
     */
    static Family of(
            String option,
            Dialect dialect,
            Architecture architecture,
            RawCheckpoint raw,
            List<String> assumptions) {
        Optional<String> named = named(dialect, raw.extras());
        Optional<Family> stated = raw.stated().family();
        Family own = stated.orElseGet(() -> own(dialect, architecture, named));
        boolean known = dialect == Dialects.TORCHVISION || named.isPresent() || stated.isPresent();
        if (option.equals("auto")) {
            if (!known) {
                assumptions.add(
                        "Assumed family torch (symmetric padding, eps 1e-5): timm's names do not"
                                + " tell; for a tf_efficientnet give family=tensorflow.");
            }
            return own;
        }
        Family chosen = chosen(option, dialect, architecture);
        if (known && !chosen.equals(own)) {
            String why =
                    stated.isPresent()
                            ? "the file itself"
                            : named.map(n -> "the file names " + n + ", which")
                                    .orElse("torchvision's names");
            assumptions.add(
                    "Family "
                            + chosen.id()
                            + " as the option says, although "
                            + why
                            + " would mean "
                            + own.id()
                            + ".");
        }
        return chosen;
    }

    /** What goes with a library's names. */
    private static Family own(Dialect dialect, Architecture architecture, Optional<String> named) {
        boolean tensorflow = named.map(s -> s.startsWith("tf_")).orElse(false);
        return tensorflow
                ? new Family(new Padding.Same(), Family.TENSORFLOW_EPS)
                : torch(dialect, architecture);
    }

    /** The name of timm's model, if the file gives one that decides. */
    private static Optional<String> named(Dialect dialect, Extras extras) {
        if (dialect != Dialects.TIMM) return Optional.empty();
        return extras.text(ARCHITECTURE)
                .map(s -> s.replaceFirst("^.*/", ""))
                .filter(s -> s.matches("(tf_)?efficientnet_b\\d.*"));
    }

    private static Family chosen(String option, Dialect dialect, Architecture architecture) {
        Padding padding;
        if (option.equals("torch")) {
            return torch(dialect, architecture);
        } else if (option.equals("tensorflow")) {
            padding = new Padding.Same();
        } else if (option.equals("keras-none")) {
            padding = new Padding.KerasNone();
        } else if (option.equals("static")) {
            padding = new Padding.Static(architecture.resolution());
        } else {
            padding = new Padding.Static(Integer.parseInt(option.substring("static:".length())));
        }
        return new Family(padding, Family.TENSORFLOW_EPS);
    }

    /** torchvision's B5 to B7 are ports that kept TensorFlow's eps; timm's are not. */
    static Family torch(Dialect dialect, Architecture architecture) {
        boolean port =
                dialect == Dialects.TORCHVISION && architecture.compareTo(Architecture.B5) >= 0;
        return new Family(new Padding.Symmetric(), port ? Family.TENSORFLOW_EPS : Family.TORCH_EPS);
    }

    /** Where {@link #of} found what it returns, in words. */
    static String source(String option, Dialect dialect, RawCheckpoint raw) {
        if (!option.equals("auto")) return "option";
        if (raw.stated().family().isPresent()) return "file";
        Optional<String> named = named(dialect, raw.extras());
        if (named.isPresent()) return "the file names " + named.get();
        return dialect == Dialects.TIMM ? "assumed" : "names of " + dialect.id();
    }
}
