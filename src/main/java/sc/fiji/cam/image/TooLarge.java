package sc.fiji.cam.image;

import java.nio.file.Path;
import java.util.Locale;
import sc.fiji.cam.data.BadPicture;

/**
 * Refuses pictures that Java's memory cannot hold, by their header, before a decoder asks for the
 * memory: a file of a few bytes can promise any size.
 */
final class TooLarge {
    /** Decoded, and once more as 8-bit RGB. */
    private static final int BYTES_PER_PIXEL = 8;

    private TooLarge() {}

    static void refuse(Path file, long width, long height) {
        double need = (double) width * height * BYTES_PER_PIXEL;
        long have = Runtime.getRuntime().maxMemory();
        if (need <= have && width * height <= Integer.MAX_VALUE / 4) return;
        String problem = "found %d x %d pixels, which need %.1f GB of memory; Java may use %.1f GB";
        throw new BadPicture(
                file.toString(),
                String.format(Locale.ROOT, problem, width, height, need / 1e9, have / 1e9),
                "Crop or shrink it, or allow Java more memory.");
    }
}
