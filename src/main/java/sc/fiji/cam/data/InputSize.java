package sc.fiji.cam.data;

/**
 * Size of the network's input.
 *
 * @param width pixels, at least 32
 * @param height pixels, at least 32
 */
public record InputSize(int width, int height) {
    /** The smallest input that leaves one cell in every family, pixels. */
    public static final int SMALLEST = 32;

    /** Refuses sizes below 32. */
    public InputSize {
        if (width < SMALLEST || height < SMALLEST) {
            throw Options.wrong(
                    "size", width + "x" + height, "at least " + SMALLEST + " pixels each way");
        }
    }

    /** A square. */
    public static InputSize square(int edge) {
        return new InputSize(edge, edge);
    }

    /**
     * Reads {@code N} or {@code WxH}.
     *
     * @throws WrongUse if it is neither
     */
    static InputSize parse(String text) {
        String[] parts = text.split("x", -1);
        if (parts.length > 2) throw wrong(text);
        int width = number(parts[0], text);
        return new InputSize(width, parts.length == 2 ? number(parts[1], text) : width);
    }

    private static int number(String part, String text) {
        if (!part.matches("\\d{1,9}")) throw wrong(text);
        return Integer.parseInt(part);
    }

    private static WrongUse wrong(String text) {
        return Options.wrong("size", text, "auto, a number of pixels, or WIDTHxHEIGHT");
    }

    @Override
    public String toString() {
        return width == height ? Integer.toString(width) : width + "x" + height;
    }
}
