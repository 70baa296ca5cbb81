package sc.fiji.cam.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.process.ColorProcessor;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadPicture;

/** Opens image files without dialogs. */
public final class ImageFiles {
    /** Decoded or checked in ways of their own. */
    private static final Set<Integer> BY_FORMAT =
            Set.of(Opener.JPEG, Opener.TIFF, Opener.TIFF_AND_DICOM, Opener.PNG);

    private static final Set<Integer> BY_IMAGEJ =
            Set.of(Opener.DICOM, Opener.FITS, Opener.PGM, Opener.GIF, Opener.BMP);

    private static final String EXPECTED = "TIFF, PNG, JPEG, BMP, GIF, DICOM, FITS or PGM";
    static final String SAVE_AS = "Save it as TIFF or PNG.";
    static final String COPY_AGAIN = "Copy or download it again.";

    private ImageFiles() {}

    /**
     * Opens an image file as ImageJ does: TIFF, PNG, JPEG, BMP, GIF, DICOM, FITS, PGM/PPM. The
     * format is found in its content. JPEGs are decoded by the JDK, as they are stored: a rotation
     * in their EXIF data is not applied.
     *
     * @param file read only
     * @throws BadPicture if it is missing, no image, unreadable or cut off; nothing is shown or
     *     printed
     */
    public static ImagePlus open(Path file) {
        Path path = file.toAbsolutePath();
        requireReadable(file);
        int type = new Opener().getFileType(path.toString());
        ImagePlus image;
        if (type == Opener.JPEG) {
            image = JpegFile.open(file);
        } else if (type == Opener.TIFF || type == Opener.TIFF_AND_DICOM) {
            image = openTiff(file, path.toString());
        } else if (type == Opener.PNG) {
            image = openPng(file, path);
        } else if (BY_IMAGEJ.contains(type)) {
            if (type == Opener.PGM) CutOff.refusePnm(file);
            image = quiet(file, () -> opener().openImage(path.toString()));
            if (type == Opener.DICOM || type == Opener.FITS) CutOff.refuseRaw(file, image);
        } else {
            throw unknown(file, type);
        }
        return image;
    }

    /**
     * Opens an image file that is in memory; the image knows of no file.
     *
     * @param name of the file, title of the image
     * @param bytes all of it
     * @throws BadPicture as above
     * @throws sc.fiji.cam.data.OutputFailed if there is no room for a temporary file
     */
    public static ImagePlus open(String name, byte[] bytes) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            folder = Files.createTempDirectory("cam-");
            Path file = folder.resolve(name);
            try {
                Files.write(file, bytes);
                ImagePlus image = open(file);
                // ImageJ would revert to it.
                image.setFileInfo(null);
                return image;
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw WholeFile.failed(folder, e);
        }
    }

    private static ImagePlus openTiff(Path file, String path) {
        FileInfo[] infos = CutOff.refuseTiff(file);
        TooLarge.refuse(file, infos[0].width, infos[0].height);
        if (TiffPages.suits(infos)) return TiffPages.open(file, infos);
        ImagePlus image = quiet(file, () -> opener().openImage(path));
        int pages = TiffPages.count(infos);
        if (image.getStackSize() >= pages) return image;
        throw new BadPicture(
                file.toString(),
                "found " + pages + " pages, of which only " + image.getStackSize() + " can be read",
                "Allow Java more memory, or split the file.");
    }

    /** Leaves to ImageJ what needs another colour model. */
    private static ImagePlus openPng(Path file, Path path) {
        BufferedImage pixels = decodedPng(file);
        boolean custom =
                pixels.getType() == BufferedImage.TYPE_CUSTOM || pixels.getColorModel().hasAlpha();
        if (custom) return quiet(file, () -> Opener.openUsingImageIO(path.toString()));
        String title = path.getFileName().toString();
        if (pixels.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return new ImagePlus(title, packed(pixels));
        }
        return new ImagePlus(title, pixels);
    }

    /** What {@code new ColorProcessor(Image)} gives, without its millions of virtual calls. */
    private static ColorProcessor packed(BufferedImage blueGreenRed) {
        byte[] bytes = ((DataBufferByte) blueGreenRed.getRaster().getDataBuffer()).getData();
        int[] rgb = new int[bytes.length / 3];
        for (int i = 0, at = 0; i < rgb.length; i++) {
            int blue = bytes[at++] & 255;
            int green = bytes[at++] & 255;
            int red = bytes[at++] & 255;
            rgb[i] = 255 << 24 | red << 16 | green << 8 | blue;
        }
        return new ColorProcessor(blueGreenRed.getWidth(), blueGreenRed.getHeight(), rgb);
    }

    /** As ImageJ does it, which tells of errors in its log where there is a window. */
    private static BufferedImage decodedPng(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            try {
                reader.setInput(in, true, true);
                TooLarge.refuse(file, reader.getWidth(0), reader.getHeight(0));
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (BadPicture e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            String problem = "the PNG file cannot be read (" + e.getMessage() + ")";
            throw new BadPicture(file.toString(), problem, COPY_AGAIN + " " + SAVE_AS).because(e);
        }
    }

    /** Whether {@link #open} knows the format of a file, by its content. */
    public static boolean knows(Path file) {
        int type = new Opener().getFileType(file.toAbsolutePath().toString());
        return BY_FORMAT.contains(type) || BY_IMAGEJ.contains(type);
    }

    private static Opener opener() {
        Opener opener = new Opener();
        opener.setSilentMode(true);
        return opener;
    }

    private static ImagePlus quiet(Path file, Supplier<@Nullable ImagePlus> reader) {
        Quiet<ImagePlus> result = Quiet.call(reader);
        ImagePlus image = result.value();
        if (image != null && image.getWidth() > 0 && image.getProcessor() != null) return image;
        String said = result.said().isEmpty() ? "" : " (" + result.said() + ")";
        throw new BadPicture(
                file.toString(), "the image cannot be read" + said, COPY_AGAIN + " " + SAVE_AS);
    }

    /**
     * Requires a file with something in it.
     *
     * @throws BadPicture if it is missing, empty, a folder, or not to be read
     */
    public static void requireReadable(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new BadPicture(name, "found a folder, expected an image file", "");
        }
        if (!Files.exists(file)) {
            throw new BadPicture(name, "there is no such file", "Check the path.");
        }
        try {
            if (Files.size(file) > 0 && Files.isReadable(file)) return;
        } catch (IOException e) {
            throw new BadPicture(name, "cannot be read (" + e.getMessage() + ")", "").because(e);
        }
        String problem = Files.isReadable(file) ? "the file is empty" : "reading is not allowed";
        throw new BadPicture(name, problem, COPY_AGAIN);
    }

    private static BadPicture unknown(Path file, int type) {
        boolean text = type == Opener.TEXT || type == Opener.JAVA_OR_TEXT || type == Opener.TABLE;
        if (text && startsAsLfs(file)) {
            return new BadPicture(
                    file.toString(),
                    "found a Git LFS pointer, expected an image",
                    "Fetch the file itself with git lfs pull.");
        }
        String found = text ? "text" : "an unknown format";
        return new BadPicture(
                file.toString(), "found " + found + ", expected an image: " + EXPECTED, SAVE_AS);
    }

    private static boolean startsAsLfs(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(40), ISO_8859_1);
            return start.startsWith("version https://git-lfs");
        } catch (IOException e) {
            return false;
        }
    }
}
