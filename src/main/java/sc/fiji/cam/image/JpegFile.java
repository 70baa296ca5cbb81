package sc.fiji.cam.image;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import sc.fiji.cam.data.BadPicture;

/**
 * Reads JPEG files with the JDK's decoder, whose pixels equal Pillow's bit for bit. ImageJ's own
 * way decodes differently and turns the image as EXIF data say.
 */
final class JpegFile {
    /** What the decoder says before it fills up with gray. */
    private static final Pattern CUT_OFF =
            Pattern.compile("(?i)premature end|truncated|missing EOI");

    private JpegFile() {}

    static ImagePlus open(Path file) {
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream in = new MemoryCacheImageInputStream(Files.newInputStream(file))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
            try {
                reader.setInput(in, true, true);
                TooLarge.refuse(file, reader.getWidth(0), reader.getHeight(0));
                IIOReadWarningListener listener = (source, warning) -> warnings.add(warning);
                reader.addIIOReadWarningListener(listener);
                BufferedImage image = reader.read(0);
                if (warnings.stream().anyMatch(CUT_OFF.asPredicate())) {
                    throw new BadPicture(
                            file.toString(),
                            "the JPEG file is cut off",
                            "Copy or download it again.");
                }
                if (image.getSampleModel().getNumBands() > 3) throw new IOException("four inks");
                return image(file.getFileName().toString(), image);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadPicture(
                            file.toString(),
                            "the JPEG file cannot be read (" + e.getMessage() + ")",
                            "Copy or download it again, or save it as PNG; CMYK is not supported.")
                    .because(e);
        }
    }

    /** Gray values are taken as stored: through a colour space Java would brighten them. */
    private static ImagePlus image(String title, BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            Raster raster = image.getRaster();
            int[] samples = raster.getSamples(0, 0, w, h, 0, (int[]) null);
            byte[] pixels = new byte[samples.length];
            for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) samples[i];
            return new ImagePlus(title, new ByteProcessor(w, h, pixels));
        }
        int[] rgb = image.getRGB(0, 0, w, h, null, 0, w);
        return new ImagePlus(title, new ColorProcessor(w, h, rgb));
    }
}
