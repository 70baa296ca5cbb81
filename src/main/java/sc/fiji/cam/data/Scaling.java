package sc.fiji.cam.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The values that a network gets: {@code (v / 255 - mean) / std} per channel, v from 0 to 255.
 *
 * @param mean per channel, in the order of the network, on the 0..1 scale
 * @param std per channel, same scale, not 0
 */
public record Scaling(List<Float> mean, List<Float> std) {
    /** ImageNet's mean and std in the order R, G, B. */
    public static final Scaling IMAGENET =
            new Scaling(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    /** Copies the lists. */
    public Scaling {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        boolean sane = mean.size() == 3 && std.size() == 3;
        for (float s : std) sane = sane && s != 0 && Float.isFinite(s);
        for (float m : mean) sane = sane && Float.isFinite(m);
        if (!sane) throw new IllegalArgumentException("scaling by " + mean + " and " + std);
    }

    /** In words: {@code mean 0.5, std 0.5}; one number stands for three equal ones. */
    public String text() {
        return "mean " + text(mean) + ", std " + text(std);
    }

    private static String text(List<Float> values) {
        boolean same = values.stream().distinct().count() == 1;
        return (same ? values.subList(0, 1) : values)
                .stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** The same mean and std for all channels. */
    public static Scaling of(float mean, float std) {
        return new Scaling(Collections.nCopies(3, mean), Collections.nCopies(3, std));
    }

    /**
     * Reads {@code 0-255}, {@code 0-1}, {@code -1-1}, {@code imagenet}, or numbers separated by
     * commas: mean and std of all channels, or three means and three stds; on the 0..1 scale.
     *
     * @throws WrongUse if it is none of these
     */
    public static Scaling parse(String text) {
        switch (text) {
            case "0-255":
                return of(0, 1 / 255f);
            case "0-1":
                return of(0, 1);
            case "-1-1":
                return of(0.5f, 0.5f);
            case "imagenet":
                return IMAGENET;
            default:
                return numbers(text);
        }
    }

    private static Scaling numbers(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2 && parts.length != 6) throw wrong(text);
        List<Float> values =
                Arrays.stream(parts).map(p -> (float) Options.number("scaling", p)).toList();
        int half = values.size() / 2;
        // A number may be finite, or above 0, and not so in 32 bits.
        if (!values.stream().allMatch(Float::isFinite)) throw wrong(text);
        if (values.stream().skip(half).anyMatch(std -> std <= 0)) throw wrong(text);
        return half == 1
                ? of(values.get(0), values.get(1))
                : new Scaling(values.subList(0, 3), values.subList(3, 6));
    }

    private static WrongUse wrong(String text) {
        return Options.wrong(
                "scaling",
                text,
                "0-255, 0-1, -1-1, imagenet, MEAN,STD or three means and three stds, std above 0");
    }
}
