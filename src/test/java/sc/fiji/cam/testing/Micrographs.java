package sc.fiji.cam.testing;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of generated micrographs for batches, good and corrupt; always the same. */
public final class Micrographs {
    /** Kinds of corrupt files that {@link #corrupt} makes. */
    public static final int CORRUPT_KINDS = 10;

    private static final int FOLDERS = 7;

    private Micrographs() {}

    /** Arguments: folder, good images, corrupt images, edge in pixels (0: of all sizes). */
    public static void main(String[] args) throws IOException {
        int edge = Integer.parseInt(args[3]);
        write(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), edge);
    }

    /**
     * Writes a tree of images: PNG, TIFF of 8 and 16 bit, JPEG.
     *
     * @param edge pixels; 0 for sizes from 40 to 230
     */
    public static void write(Path root, int good, int corrupt, int edge) throws IOException {
        for (int i = 0; i < good; i++) {
            Path folder = Files.createDirectories(root.resolve("plate " + i % FOLDERS));
            int width = edge > 0 ? edge : 40 + i * 37 % 190;
            int height = edge > 0 ? edge : 40 + i * 53 % 190;
            good(folder.resolve(String.format(Locale.ROOT, "field_%05d", i)), i, width, height);
        }
        for (int i = 0; i < corrupt; i++) {
            Path folder = Files.createDirectories(root.resolve("plate " + i % FOLDERS));
            corrupt(folder, i);
        }
    }

    /** One good image; its number decides format and content. */
    public static Path good(Path stem, int number, int width, int height) throws IOException {
        byte[] gray = cells(number, width, height);
        switch (number % 4) {
            case 0 -> {
                return png(Path.of(stem + ".png"), gray, width, height, "png");
            }
            case 1 -> {
                return tiff(Path.of(stem + ".tif"), new ByteProcessor(width, height, gray));
            }
            case 2 -> {
                short[] deep = new short[gray.length];
                for (int i = 0; i < deep.length; i++) deep[i] = (short) ((gray[i] & 255) * 16);
                return tiff(Path.of(stem + ".tif"), new ShortProcessor(width, height, deep, null));
            }
            default -> {
                return png(Path.of(stem + ".jpg"), gray, width, height, "jpg");
            }
        }
    }

    /** Bright blobs on an uneven ground, with noise. */
    private static byte[] cells(int number, int width, int height) {
        Random random = new Random(number);
        byte[] gray = new byte[width * height];
        int blobs = 3 + number % 9;
        double[] x = random.doubles(blobs, 0, width).toArray();
        double[] y = random.doubles(blobs, 0, height).toArray();
        double[] r = random.doubles(blobs, width / 30.0, width / 8.0).toArray();
        for (int i = 0; i < gray.length; i++) {
            double v = 60 + 30.0 * (i % width) / width + random.nextInt(12);
            for (int b = 0; b < blobs; b++) {
                double dx = i % width - x[b];
                double dy = i / width - y[b];
                double d = (dx * dx + dy * dy) / (r[b] * r[b]);
                if (d < 4) v += 110 * (1 - d / 4);
            }
            gray[i] = (byte) Math.min(255, v);
        }
        return gray;
    }

    private static Path png(Path file, byte[] gray, int width, int height, String format)
            throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, height, gray);
        Files.write(file, encoded(image, format));
        return file;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) throw new IOException("no writer of " + format);
        return bytes.toByteArray();
    }

    private static Path tiff(Path file, ij.process.ImageProcessor pixels) {
        new FileSaver(new ImagePlus("", pixels)).saveAsTiff(file.toString());
        return file;
    }

    /** A stack of pages of one edge, every page with a level of its own. */
    public static Path stack(Path file, int pages, int edge) {
        ImageStack stack = new ImageStack(edge, edge);
        for (int p = 0; p < pages; p++) {
            byte[] gray = new byte[edge * edge];
            Arrays.fill(gray, (byte) (p % 251));
            stack.addSlice(new ByteProcessor(edge, edge, gray));
        }
        new FileSaver(new ImagePlus("", stack)).saveAsTiff(file.toString());
        return file;
    }

    /** One corrupt file; its number modulo {@link #CORRUPT_KINDS} decides the kind. */
    public static Path corrupt(Path folder, int number) throws IOException {
        byte[] png = encoded(new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY), "png");
        byte[] noise = new byte[5000];
        new Random(number).nextBytes(noise);
        Path whole = Files.createTempFile("whole", ".tif");
        tiff(whole, new ByteProcessor(64, 64, Arrays.copyOf(noise, 4096)));
        byte[] tiff = Files.readAllBytes(whole);
        Files.delete(whole);
        byte[] jpeg = encoded(new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY), "jpg");
        String stem = "bad_" + number;
        return switch (number % CORRUPT_KINDS) {
            case 0 -> file(folder, stem + ".tif", new byte[0]);
            case 1 -> file(folder, stem + ".png", Arrays.copyOf(png, png.length / 2));
            case 2 -> file(folder, stem + ".tif", Arrays.copyOf(tiff, tiff.length / 2));
            case 3 -> file(folder, stem + ".jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
            case 4 -> file(folder, stem + ".png", noise);
            case 5 -> file(folder, stem + ".tif", "no image".getBytes(StandardCharsets.UTF_8));
            case 6 -> file(folder, stem + ".png", bomb());
            case 7 -> file(folder, stem + ".tif", Arrays.copyOf(tiff, 9));
            case 8 -> file(folder, stem + ".gif", "GIF89a".getBytes(StandardCharsets.UTF_8));
            default ->
                    file(folder, stem + ".pgm", "P5 90 90 255 x".getBytes(StandardCharsets.UTF_8));
        };
    }

    private static Path file(Path folder, String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /** A PNG of 50,000 x 50,000 pixels in a few bytes; its pixels are not there. */
    public static byte[] bomb() {
        return png(50_000, 50_000);
    }

    /** Head and end of a gray PNG, without pixels. */
    public static byte[] png(int width, int height) {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(57);
        bytes.putLong(0x89504e470d0a1a0aL);
        byte[] head =
                java.nio.ByteBuffer.allocate(17)
                        .putInt(0x49484452)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 0, 0, 0, 0})
                        .array();
        chunk(bytes, head);
        chunk(bytes, "IDAT".getBytes(StandardCharsets.US_ASCII));
        chunk(bytes, "IEND".getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    private static void chunk(java.nio.ByteBuffer to, byte[] typeAndData) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(typeAndData);
        to.putInt(typeAndData.length - 4).put(typeAndData).putInt((int) crc.getValue());
    }
}
