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

    /** Of timm's {@code tf_*}, and of Keras built for the size it gets. */
    private static final Family SAME = new Family(new Padding.Same(), Family.TENSORFLOW_EPS);

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
        Optional<Reason> reason = reason(dialect, architecture, raw);
        Family own = reason.map(Reason::family).orElseGet(() -> usual(dialect, architecture));
        if (option.equals("auto")) {
            if (reason.isEmpty()) assumptions.add(assumed(dialect, own));
            return own;
        }
        Family chosen = chosen(option, dialect, architecture);
        if (reason.isPresent() && !chosen.equals(own)) {
            assumptions.add(
                    "Family "
                            + chosen.id()
                            + " as the option says, although "
                            + reason.get().words()
                            + " would mean "
                            + own.id()
                            + ".");
        }
        return chosen;
    }

    /**
     * A family that is not only usual.
     *
     * @param family padding and eps
     * @param source in a word or two, for results
     * @param words in a sentence
     */
    private record Reason(Family family, String source, String words) {}

    private static Optional<Reason> reason(
            Dialect dialect, Architecture architecture, RawCheckpoint raw) {
        Optional<Family> stated = raw.stated().family();
        if (stated.isPresent()) return stated.map(f -> new Reason(f, "file", "the file itself"));
        if (isTorchvision(dialect)) {
            String names = "names of torchvision";
            return Optional.of(
                    new Reason(torch(dialect, architecture), names, "torchvision's names"));
        }
        if (dialect.id().equals(Dialects.TRANSFORMERS.id())) {
            return TransformersConfig.family(architecture, raw.extras())
                    .map(f -> new Reason(f, "configuration", "the configuration"));
        }
        return named(dialect, raw.extras())
                .map(
                        name ->
                                new Reason(
                                        name.startsWith("tf_")
                                                ? SAME
                                                : torch(dialect, architecture),
                                        "the file names " + name,
                                        "the file names " + name + ", which"));
    }

    /** What a library does where nobody asks for something else. */
    private static Family usual(Dialect dialect, Architecture architecture) {
        if (dialect == Dialects.TIMM) return torch(dialect, architecture);
        if (dialect == Dialects.KERAS) return SAME;
        Padding nominal = new Padding.Static(architecture.resolution());
        return new Family(nominal, Family.TENSORFLOW_EPS);
    }

    private static String assumed(Dialect dialect, Family family) {
        if (dialect == Dialects.TIMM) {
            return "Assumed family torch (symmetric padding, eps 1e-5): timm's names do not tell;"
                    + " for a tf_efficientnet give family=tensorflow.";
        }
        if (dialect == Dialects.KERAS) {
            return "Assumed family tensorflow (padding for the input in use, eps 1e-3), as of a"
                    + " network that was built for the size it gets: weights alone do not tell; for"
                    + " one built without a size give family=keras-none, for another size"
                    + " family=static:N.";
        }
        return "Assumed family "
                + family.id()
                + " (padding made for the size of the architecture, eps 1e-3), as "
                + dialect.id()
                + " builds it unless told otherwise; for another size N give family=static:N.";
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

    private static boolean isTorchvision(Dialect dialect) {
        return dialect.id().equals(Dialects.TORCHVISION.id());
    }

    /** torchvision's B5 to B7 are ports that kept TensorFlow's eps; timm's are not. */
    static Family torch(Dialect dialect, Architecture architecture) {
        boolean port = isTorchvision(dialect) && architecture.compareTo(Architecture.B5) >= 0;
        return new Family(new Padding.Symmetric(), port ? Family.TENSORFLOW_EPS : Family.TORCH_EPS);
    }

    /** Where {@link #of} found what it returns, in words. */
    static String source(
            String option, Dialect dialect, Architecture architecture, RawCheckpoint raw) {
        if (!option.equals("auto")) return "option";
        return reason(dialect, architecture, raw).map(Reason::source).orElse("assumed");
    }
}
