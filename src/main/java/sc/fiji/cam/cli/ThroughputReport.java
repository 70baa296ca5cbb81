package sc.fiji.cam.cli;

import com.google.gson.GsonBuilder;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code ./cam benchmark --images} found; its components are the fields of the JSON.
 *
 * @param width of the network's input, pixels
 * @param height of the network's input, pixels
 * @param images in the folder
 * @param streams pictures in the network at a time
 * @param rounds how often each way was run
 * @param imagesPerSecond median over the rounds, by way
 * @param ratios of images per second, median over the rounds of the ratio within a round
 * @param busy of the batches, median
 */
record ThroughputReport(
        int width,
        int height,
        int images,
        int streams,
        int rounds,
        Map<String, Double> imagesPerSecond,
        Map<String, Double> ratios,
        double busy) {

    String json() {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(this);
    }

    /** Aligned lines for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%d x %d px, %d images, streams %d, rounds %d%n"
                        .formatted(width, height, images, streams, rounds));
        text.append("%-28s %10s%n".formatted("", "images/s"));
        imagesPerSecond.forEach((way, rate) -> text.append(line(way, rate)));
        text.append("\nMedian over the rounds of the ratio within a round, above 1 is faster:\n");
        ratios.forEach((name, ratio) -> text.append(line(name, ratio)));
        text.append('\n').append(line("busy", busy));
        return text.toString();
    }

    private static String line(String name, double value) {
        return String.format(Locale.ROOT, "%-28s %10.3f%n", name, value);
    }
}
