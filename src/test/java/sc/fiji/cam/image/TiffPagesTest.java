package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.testing.Micrographs;

/** Pages read one by one look as in the stack that ImageJ reads whole. */
class TiffPagesTest {
    private static final int PAGES = 5;

    @TempDir Path folder;

    private static ImageProcessor page(String kind, Random random) {
        int w = 23;
        int h = 17;
        int n = w * h;
        return switch (kind) {
            case "gray 8", "colours 8" -> {
                byte[] v = new byte[n];
                random.nextBytes(v);
                yield new ByteProcessor(w, h, v);
            }
            case "rgb" -> new ColorProcessor(w, h, random.ints(n).toArray());
            case "float" -> {
                float[] v = new float[n];
                for (int i = 0; i < n; i++) v[i] = (float) random.nextGaussian();
                yield new FloatProcessor(w, h, v);
            }
            default -> {
                short[] v = new short[n];
                for (int i = 0; i < n; i++) v[i] = (short) random.nextInt(30000);
                yield new ShortProcessor(w, h, v, null);
            }
        };
    }

    private Path file(String kind) {
        Random random = new Random(1);
        ImageStack stack = new ImageStack(23, 17);
        for (int p = 0; p < PAGES; p++) {
            ImageProcessor page = page(kind, random);
            if (kind.endsWith("blank") && p == 0) page.setColor(7);
            if (kind.endsWith("blank") && p == 0) page.fill();
            stack.addSlice("label " + p, page);
        }
        if (kind.startsWith("colours")) stack.setColorModel(LutLoader.getLut("fire"));
        ImagePlus image = new ImagePlus("stack", stack);
        if (kind.equals("frames")) image.setDimensions(1, 1, PAGES);
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().setUnit("mm");
        if (kind.equals("range")) image.setDisplayRange(1000, 9000);
        Path file = folder.resolve(kind + ".tif");
        new FileSaver(image).saveAsTiff(file.toString());
        return file;
    }

    private static void assertSame(Path file) {
        FileInfo[] infos = Opener.getTiffFileInfo(file.toString());
        Pages expected = Pages.of(IJ.openImage(file.toString()));
        Pages found = Pages.of(TiffPages.open(file, infos));
        assertEquals(TiffPages.count(infos), found.count());
        assertEquals(expected.count(), found.count());
        for (int p : new int[] {1, 3, 2, PAGES}) {
            assertEquals(expected.picture(p), found.picture(p), "page " + p);
            assertFalse(expected.picture(p).equals(found.picture(p % PAGES + 1)), "check is blind");
        }
        ImagePlus a = expected.image(2);
        ImagePlus b = found.image(2);
        assertEquals(a.getTitle(), b.getTitle());
        assertEquals(shown(a), shown(b));
        assertEquals(a.getNFrames(), b.getNFrames());
    }

    /** Of its text all but the identity of the object. */
    private static String shown(ImagePlus image) {
        return image.getCalibration().toString().replaceAll("@\\w+", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray 8",
                "colours 8",
                "gray 16",
                "gray 16, first blank",
                "range",
                "frames",
                "float",
                "rgb"
            })
    void stacksOfImageJ(String kind) {
        assertSame(file(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "Deflate", "none"})
    void stacksOfOthers(String packing) throws IOException {
        assertSame(several(packing));
    }

    private Path several(String packing) throws IOException {
        Path file = folder.resolve("several.tif");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (!packing.equals("none")) {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType(packing);
        }
        Random random = new Random(2);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int p = 0; p < PAGES; p++) {
                BufferedImage image = new BufferedImage(23, 17, BufferedImage.TYPE_USHORT_GRAY);
                for (int i = 0; i < 23 * 17; i++) {
                    image.getRaster().setSample(i % 23, i / 23, 0, random.nextInt(5000) * (p + 1));
                }
                writer.writeToSequence(new IIOImage(image, null, null), param);
            }
            writer.endWriteSequence();
        }
        return file;
    }

    @Test
    void onlyLargeAndSimpleStacksAreReadSo() {
        FileInfo[] infos = Opener.getTiffFileInfo(file("gray 8").toString());
        assertFalse(TiffPages.suits(infos));
        infos[0].nImages = Integer.MAX_VALUE;
        assertTrue(TiffPages.suits(infos));
        infos[0].description += "channels=2\n";
        assertFalse(TiffPages.suits(infos));
        infos[0].fileType = FileInfo.RGB48;
        assertFalse(TiffPages.suits(infos));
    }

    /** ImageJ would show a black page. */
    @Test
    void aPageThatIsGoneIsAnError() throws IOException {
        Path file = several("LZW");
        FileInfo[] infos = Opener.getTiffFileInfo(file.toString());
        Pages pages = Pages.of(TiffPages.open(file, infos));
        Files.delete(file);
        BadPicture gone = assertThrows(BadPicture.class, () -> pages.picture(3));
        assertTrue(gone.getMessage().contains("page 3 cannot be read"), gone.getMessage());
    }

    /** Before the decoder asks for the memory. */
    @ParameterizedTest
    @ValueSource(ints = {50_000, 40_000, 30_000})
    void aPngThatPromisesTooMuchIsRefused(int edge) throws IOException {
        Path bomb = Files.write(folder.resolve("bomb.png"), Micrographs.png(edge, edge));
        BadPicture refused = assertThrows(BadPicture.class, () -> ImageFiles.open(bomb));
        assertTrue(refused.getMessage().contains(edge + " x " + edge), refused.getMessage());
        assertTrue(refused.getMessage().contains("memory"), refused.getMessage());
    }

    @Test
    void aTiffThatPromisesTooMuchIsRefused() throws IOException {
        Path file = folder.resolve("large.tif");
        new FileSaver(new ImagePlus("", new ByteProcessor(40, 40))).saveAsTiff(file.toString());
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        boolean little = bytes[0] == 'I';
        buffer.order(little ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
        int directory = buffer.getInt(4);
        for (int e = 0; e < buffer.getShort(directory); e++) {
            int at = directory + 2 + 12 * e;
            int tag = buffer.getShort(at) & 0xffff;
            if (tag == 256 || tag == 257) {
                buffer.putShort(at + 2, (short) 4);
                buffer.putInt(at + 8, 60_000);
            }
        }
        Files.write(file, bytes);
        assertThrows(BadPicture.class, () -> ImageFiles.open(file));
    }
}
