package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.testing.Shared;

class ImageFilesTest {
    @TempDir Path folder;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true));
        System.setErr(new PrintStream(printed, true));
    }

    @AfterEach
    void nothingWasPrinted() {
        System.setOut(out);
        System.setErr(err);
        assertEquals("", printed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tif", "png", "bmp", "gif", "pgm", "fits", "zip"})
    void opensWhatImageJSaves(String format) {
        ImagePlus image = new ImagePlus("grey", noise(19, 13));
        Path file = folder.resolve("grey with space." + format);
        save(image, format, file);
        if (format.equals("zip")) {
            assertTrue(refusal(file).contains("an unknown format"));
            return;
        }
        ImagePlus opened = ImageFiles.open(file);
        assertArrayEquals(Pictures.of(image).rgb(), Pictures.of(opened).rgb());
        assertEquals("grey with space." + format, opened.getTitle());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tif", "png", "bmp", "ppm"})
    void opensColourImages(String format) {
        ColorProcessor ip = new ColorProcessor(19, 13, new Random(2).ints(247).toArray());
        ImagePlus image = new ImagePlus("rgb", ip);
        Path file = folder.resolve("rgb." + format);
        save(image, format, file);
        ImagePlus opened = ImageFiles.open(file);
        assertArrayEquals(Pictures.of(image).rgb(), Pictures.of(opened).rgb());
    }

    @Test
    void opensStacksAndOtherDepths() {
        ImageStack stack = new ImageStack(19, 13);
        for (int i = 0; i < 3; i++) stack.addSlice(noise(19, 13).convertToShortProcessor());
        ImagePlus image = new ImagePlus("stack", stack);
        image.setSlice(2);
        Path file = folder.resolve("stack.tif");
        new FileSaver(image).saveAsTiff(file.toString());
        assertEquals(3, ImageFiles.open(file).getStackSize());
        ImagePlus floats = new ImagePlus("f", noise(19, 13).convertToFloatProcessor());
        new FileSaver(floats).saveAsTiff(file.toString());
        assertEquals(32, ImageFiles.open(file).getBitDepth());
        ImagePlus shorts = new ImagePlus("s", noise(19, 13).convertToShortProcessor());
        Path png = folder.resolve("s.png");
        new FileSaver(shorts).saveAsPng(png.toString());
        assertEquals(16, ImageFiles.open(png).getBitDepth());
    }

    @Test
    void colourPngsAreReadAsImageJDoes() throws IOException {
        Path file = folder.resolve("colours.png");
        BufferedImage drawn = new BufferedImage(19, 13, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 19 * 13; i++) drawn.setRGB(i % 19, i / 19, 0x123456 + 7919 * i);
        ImageIO.write(drawn, "png", file.toFile());
        int[] pixels = (int[]) ImageFiles.open(file).getProcessor().getPixels();
        assertArrayEquals(
                (int[]) new ColorProcessor(ImageIO.read(file.toFile())).getPixels(), pixels);
        assertEquals(0xff123456, pixels[0]);
    }

    @Test
    void jpegsAreDecodedAsTheJdkDoes() throws IOException {
        Path file = jpeg("photo.jpg", BufferedImage.TYPE_INT_RGB);
        BufferedImage theirs = ImageIO.read(file.toFile());
        int[] expected = theirs.getRGB(0, 0, 64, 48, null, 0, 64);
        for (int i = 0; i < expected.length; i++) expected[i] &= 0xffffff;
        assertArrayEquals(expected, Pictures.of(ImageFiles.open(file)).rgb());
    }

    @Test
    void grayJpegsKeepTheirStoredValues() throws IOException {
        Path file = jpeg("gray.jpg", BufferedImage.TYPE_BYTE_GRAY);
        int[] expected =
                ImageIO.read(file.toFile()).getRaster().getSamples(0, 0, 64, 48, 0, (int[]) null);
        ImagePlus opened = ImageFiles.open(file);
        assertEquals(8, opened.getBitDepth());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], opened.getProcessor().get(i));
        }
        int viaColourSpace = ImageIO.read(file.toFile()).getRGB(20, 20) & 255;
        assertTrue(Math.abs(viaColourSpace - expected[20 * 64 + 20]) > 5, "blind");
    }

    /** Orientation 6 (turned by 90 degrees) is put into the file; the pixels stay as stored. */
    @Test
    void exifOrientationIsIgnored() throws IOException {
        Path plain = jpeg("plain.jpg", BufferedImage.TYPE_INT_RGB);
        byte[] bytes = Files.readAllBytes(plain);
        byte[] exif = {
            -1, -31, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0,
            3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0
        };
        byte[] turned = new byte[bytes.length + exif.length];
        System.arraycopy(bytes, 0, turned, 0, 2);
        System.arraycopy(exif, 0, turned, 2, exif.length);
        System.arraycopy(bytes, 2, turned, 2 + exif.length, bytes.length - 2);
        Path file = folder.resolve("turned.jpg");
        Files.write(file, turned);
        ImagePlus opened = ImageFiles.open(file);
        assertEquals(64, opened.getWidth());
        assertEquals(Pictures.of(ImageFiles.open(plain)), Pictures.of(opened));
    }

    @Test
    void photographsEqualTheJdks() throws IOException {
        File[] photos = Shared.file("real/cattle15/images").toFile().listFiles();
        Arrays.sort(photos);
        for (int i = 0; i < 3; i++) {
            BufferedImage theirs = ImageIO.read(photos[i]);
            int w = theirs.getWidth();
            int[] expected = theirs.getRGB(0, 0, w, theirs.getHeight(), null, 0, w);
            for (int p = 0; p < expected.length; p++) expected[p] &= 0xffffff;
            assertArrayEquals(expected, Pictures.of(ImageFiles.open(photos[i].toPath())).rgb());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "note.png, hello this is text, found text",
        "note.tif, hello this is text, found text",
        "note.jpg, hello this is text, found text",
        "note.txt, 1 2 3, found text",
        "macro.ijm, run('Quit'), found text",
        "table.csv, 'a,b', found text",
        "a.lut, 0123456789, an unknown format",
        "a.roi, IoutIoutIout, an unknown format",
        "a.zip, PKPKPKPKPKPK, an unknown format",
        "lfs.png, version https://git-lfs.github.com/spec/v1, git lfs pull",
        "a.dcm, no dicom at all, cannot be read",
        "a.pgm, 'P5 ', cannot be read",
        "empty.tif, '', empty"
    })
    void refusesWhatIsNoImage(String name, String content, String found) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        String message = refusal(file);
        assertTrue(message.contains(found), message);
        assertTrue(message.startsWith(file.toString()), message);
    }

    @Test
    void refusesAbsentFilesAndFolders() {
        assertTrue(refusal(folder.resolve("no.png")).contains("no such file"));
        assertTrue(refusal(folder).contains("found a folder"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tif", "png", "jpg", "bmp", "gif", "pgm", "fits"})
    void refusesFilesThatAreCutOff(String format) throws IOException {
        ImagePlus image = new ImagePlus("grey", noise(190, 130));
        Path file = folder.resolve("cut." + format);
        save(image, format, file);
        byte[] bytes = Files.readAllBytes(file);
        ImageFiles.open(file);
        for (double part : new double[] {0.9, 0.5, 0.05, 0.001}) {
            Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * part)));
            assertTrue(refusal(file, part + "").startsWith(file.toString()));
        }
    }

    @Test
    void refusesNoiseBehindAGoodBeginning() throws IOException {
        byte[] noise = new byte[3000];
        new Random(3).nextBytes(noise);
        byte[][] starts = {
            {'I', 'I', 42, 0, 8, 0, 0, 0},
            {'M', 'M', 0, 42, 0, 0, 0, 8},
            {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
            {-1, -40, -1, -32},
            {'G', 'I', 'F', '8', '9', 'a'},
            {'P', '5', 10, '9', 'x'},
            {'B', 'M', 1, 2}
        };
        for (byte[] start : starts) {
            System.arraycopy(start, 0, noise, 0, start.length);
            Path file = folder.resolve("noise.img");
            Files.write(file, noise);
            refusal(file, Arrays.toString(start));
        }
    }

    private static void save(ImagePlus image, String format, Path file) {
        FileSaver saver = new FileSaver(image);
        String path = file.toString();
        boolean saved =
                switch (format) {
                    case "tif" -> saver.saveAsTiff(path);
                    case "png" -> saver.saveAsPng(path);
                    case "jpg" -> saver.saveAsJpeg(path);
                    case "bmp" -> saver.saveAsBmp(path);
                    case "gif" -> saver.saveAsGif(path);
                    case "fits" -> saver.saveAsFits(path);
                    case "zip" -> saver.saveAsZip(path);
                    default -> saver.saveAsPgm(path);
                };
        assertTrue(saved);
    }

    private String refusal(Path file) {
        return refusal(file, "accepted");
    }

    private String refusal(Path file, String what) {
        return assertThrows(BadPicture.class, () -> ImageFiles.open(file), what).getMessage();
    }

    private Path jpeg(String name, int type) throws IOException {
        BufferedImage image = new BufferedImage(64, 48, type);
        for (int i = 0; i < 64 * 48; i++) {
            int v = 40 + i % 64;
            image.setRGB(i % 64, i / 64, v << 16 | (v + i / 64) << 8 | v / 2);
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, "jpg", file.toFile());
        return file;
    }

    private static ImageProcessor noise(int w, int h) {
        byte[] pixels = new byte[w * h];
        new Random(1).nextBytes(pixels);
        return new ByteProcessor(w, h, pixels);
    }
}
