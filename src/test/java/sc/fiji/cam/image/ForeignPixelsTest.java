package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.BadPicture;

/** Files that readers open without a word, in colours that are not the image's. */
class ForeignPixelsTest {
    @TempDir Path folder;

    /** Java shows the four inks of print through a colour space of its own, or not at all. */
    @Test
    void refusesJpegsOfFourInks() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        Path file = folder.resolve("cmyk.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        assertTrue(refusal(file).contains("CMYK is not supported"));
    }

    @Test
    void refusesTiffsWhoseJpegImageJTakesForPlainPixels() throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Path file = folder.resolve("a.tif");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        for (String packing : new String[] {"JPEG", "LZW"}) {
            Files.deleteIfExists(file);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType(packing);
            try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(image, null, null), param);
            }
            if (packing.equals("LZW")) ImageFiles.open(file);
            else assertTrue(refusal(file).contains("without JPEG compression"));
        }
        writer.dispose();
    }

    private static String refusal(Path file) {
        return assertThrows(BadPicture.class, () -> ImageFiles.open(file)).getMessage();
    }
}
