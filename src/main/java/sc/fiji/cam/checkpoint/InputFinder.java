package sc.fiji.cam.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Scaling;

/** Finds how pictures were prepared, as far as a file says; the rest is ImageNet's. */
final class InputFinder {
    private static final String[] SIZE = {
        "img_size", "image_size", "input_size", "imgsz", "im_size"
    };
    private static final long LARGEST = 4096;
    private static final String[] MEAN = {"mean", "image_mean"};
    private static final String[] STD = {"std", "image_std"};
    private static final String ASSUMED = InputSpec.ASSUMED;
    private static final String REPLACED =
            "The scaling of the file is replaced by that of option scaling.";

    private InputFinder() {}

    /**
     * What the settings ask for, else what the file says, else what a table of classes beside it
     * says, else ImageNet's.
     *
     * @param settings whose {@code scaling} and {@code channels} count
     * @param raw what the file holds
     * @param names whose table may tell the size
     * @param assumptions gets a sentence for what was overridden or not understood
     */
    static InputSpec of(
            CamSettings settings, RawCheckpoint raw, ClassNames names, List<String> assumptions) {
        InputSpec file = raw.stated().input().orElseGet(() -> entries(raw.extras(), assumptions));
        InputSpec.Sources sources = file.sources();
        boolean beside = file.size().isEmpty() && names.size().isPresent();
        if (file.size().isPresent() && names.size().isPresent()) sayOther(file, names, assumptions);
        settings.scaling()
                .filter(s -> !sources.scaling().equals(ASSUMED) && !s.equals(file.scaling()))
                .ifPresent(s -> assumptions.add(REPLACED));
        return new InputSpec(
                file.size().or(names::size),
                file.resize(),
                file.crop(),
                file.interpolation(),
                settings.scaling().orElse(file.scaling()),
                settings.channels().orElse(file.channels()),
                new InputSpec.Sources(
                        beside ? names.sizeSource() : sources.size(),
                        settings.scaling().isPresent() ? "option" : sources.scaling(),
                        settings.channels().isPresent() ? "option" : sources.channels()));
    }

    private static void sayOther(InputSpec file, ClassNames names, List<String> assumptions) {
        InputSize size = file.size().orElseThrow();
        InputSize other = names.size().orElseThrow();
        if (size.equals(other)) return;
        String note = "The input size of the file (%s) counts, not that of %s (%s).";
        assumptions.add(note.formatted(size, names.sizeSource(), other));
    }

    private static InputSpec entries(Extras extras, List<String> assumptions) {
        Optional<Found<InputSize>> size = first(extras, InputFinder::size, SIZE);
        Optional<Found<Scaling>> scaling = scaling(extras);
        sayIgnored(extras, size.isPresent(), assumptions, SIZE);
        sayIgnored(extras, scaling.isPresent(), assumptions, MEAN);
        sayIgnored(extras, scaling.isPresent(), assumptions, STD);
        InputSpec usual = InputSpec.IMAGENET;
        return new InputSpec(
                size.map(Found::value),
                usual.resize(),
                first(extras, InputFinder::crop, "crop_pct").map(Found::value),
                first(extras, InputFinder::interpolation, "interpolation").map(Found::value),
                scaling.map(Found::value).orElse(usual.scaling()),
                usual.channels(),
                new InputSpec.Sources(
                        size.map(Found::source).orElse(usual.sources().size()),
                        scaling.map(Found::source).orElse(ASSUMED),
                        ASSUMED));
    }

    private static void sayIgnored(
            Extras extras, boolean understood, List<String> assumptions, String... keys) {
        List<Extras.Entry> entries = extras.all(keys);
        if (understood || entries.isEmpty()) return;
        assumptions.add(
                "Ignored "
                        + entries.get(0).key()
                        + " in the file: expected a size of 32 to 4096 pixels, mean and std as three"
                        + " numbers each, on the scale 0..1 or 0..255.");
    }

    /** Mean and std on the 0..1 scale, or on 0..255 if one of them is too large for the other. */
    private static Optional<Found<Scaling>> scaling(Extras extras) {
        Optional<Found<List<Float>>> mean = first(extras, v -> three(v, 0), MEAN);
        Optional<Found<List<Float>>> std = first(extras, v -> three(v, 1e-3), STD);
        if (mean.isEmpty() || std.isEmpty()) return Optional.empty();
        String source = mean.get().source();
        List<Float> m = mean.get().value();
        List<Float> s = std.get().value();
        float largest = Math.max(Collections.max(m), Collections.max(s));
        Scaling scaling = new Scaling(largest <= 1 ? m : by255(m), largest <= 1 ? s : by255(s));
        return Optional.of(new Found<>(TransformersConfig.scaling(scaling, extras), source));
    }

    private static List<Float> by255(List<Float> values) {
        return values.stream().map(v -> v / 255).toList();
    }

    /**
     * What was understood of an entry.
     *
     * @param value of the entry
     * @param source where it stands
     */
    private record Found<T>(T value, String source) {}

    private interface Parser<T> {
        Optional<T> parse(Object value);
    }

    private static <T> Optional<Found<T>> first(Extras extras, Parser<T> parser, String... keys) {
        return extras.all(keys).stream()
                .flatMap(
                        e ->
                                parser.parse(e.value()).stream()
                                        .map(value -> new Found<>(value, e.source())))
                .findFirst();
    }

    /** A number, [height, width] or [channels, height, width]. */
    private static Optional<InputSize> size(Object value) {
        if (value instanceof Long n) return size(n, n);
        if (!(value instanceof Inert.Seq seq) || seq.items.size() < 2 || seq.items.size() > 3) {
            return Optional.empty();
        }
        int last = seq.items.size() - 1;
        boolean numbers =
                seq.items.get(last) instanceof Long && seq.items.get(last - 1) instanceof Long;
        if (!numbers) return Optional.empty();
        return size((Long) seq.items.get(last), (Long) seq.items.get(last - 1));
    }

    /** A size that a network may have been trained at, pixels. */
    static Optional<InputSize> size(long width, long height) {
        boolean sane = Math.min(width, height) >= InputSize.SMALLEST;
        if (!sane || Math.max(width, height) > LARGEST) return Optional.empty();
        return Optional.of(new InputSize((int) width, (int) height));
    }

    /** Three numbers from {@code low} to 255. */
    private static Optional<List<Float>> three(Object value, double low) {
        if (!(value instanceof Inert.Seq seq) || seq.items.size() != 3) return Optional.empty();
        for (Object item : seq.items) {
            boolean sane = item instanceof Number n && n.doubleValue() >= low;
            if (!sane || ((Number) item).doubleValue() > 255) return Optional.empty();
        }
        return Optional.of(seq.items.stream().map(n -> ((Number) n).floatValue()).toList());
    }

    private static Optional<Double> crop(Object value) {
        boolean sane = value instanceof Number n && n.doubleValue() > 0 && n.doubleValue() <= 1;
        return sane ? Optional.of(((Number) value).doubleValue()) : Optional.empty();
    }

    private static Optional<Interpolation> interpolation(Object value) {
        for (Interpolation filter : Interpolation.values()) {
            if (filter.id().equals(value)) return Optional.of(filter);
        }
        return Optional.empty();
    }
}
