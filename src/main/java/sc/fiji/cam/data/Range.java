package sc.fiji.cam.data;

/**
 * Values of the map, in logits, that get the first and the last colour.
 *
 * @param low first colour
 * @param high last colour, above {@code low}
 */
public record Range(double low, double high) {
    /** Refuses empty and unordered ranges. */
    public Range {
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw Options.wrong("range", low + "," + high, "two numbers LOW,HIGH with LOW < HIGH");
        }
    }

    static Range parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2) {
            throw Options.wrong("range", text, "auto, or two numbers LOW,HIGH in logits");
        }
        return new Range(Options.number("range", parts[0]), Options.number("range", parts[1]));
    }

    @Override
    public String toString() {
        return low + "," + high;
    }
}
