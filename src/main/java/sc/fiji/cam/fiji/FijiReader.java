package sc.fiji.cam.fiji;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import sc.fiji.cam.batch.PictureReader;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.image.Pages;

/**
 * What ImageJ opens, as everywhere, and behind it what the openers of Fiji know (SCIFIO, and what
 * it knows of Bio-Formats). Of a folder it takes the same files as everywhere; others by {@code
 * include}. No opener gets a chance to ask something: those that SciJava calls have no dialogs.
 */
final class FijiReader implements PictureReader {
    private @Nullable Context context;

    /** Asks for Fiji when a file needs it. */
    FijiReader() {}

    /**
     * @param context of SciJava, with its services of files and conversion
     */
    FijiReader(Context context) {
        this.context = context;
    }

    /** How code of ImageJ 1 gets at the Fiji around it; null in plain ImageJ. */
    private synchronized @Nullable Context context() {
        if (context == null && IJ.runPlugIn("org.scijava.Context", "") instanceof Context found) {
            context = found;
        }
        return context;
    }

    @Override
    public boolean knows(String fileName) {
        return PictureReader.IMAGEJ.knows(fileName);
    }

    @Override
    public Pages open(Path file) {
        ImageFiles.requireReadable(file);
        Context fiji = ImageFiles.knows(file) ? null : context();
        if (fiji == null) return Pages.open(file);
        String path = file.toAbsolutePath().toString();
        try {
            IOPlugin<?> opener = fiji.service(IOService.class).getOpener(path);
            // Whatever is text can be had as a String, which SciJava would take for a path.
            if (opener == null || opener.getDataType() == String.class) return Pages.open(file);
            return pages(fiji, opener.open(path));
        } catch (IOException | RuntimeException e) {
            if (e instanceof CamException known) throw known;
            throw unreadable(file, e);
        }
    }

    private static Pages pages(Context fiji, Object data) throws IOException {
        ImagePlus image = fiji.service(ConvertService.class).convert(data, ImagePlus.class);
        if (image != null && image.getWidth() > 0 && image.getProcessor() != null) {
            return Pages.of(image);
        }
        throw new IOException("it holds " + data.getClass().getSimpleName());
    }

    private static CamException unreadable(Path file, Exception e) {
        String problem =
                "Fiji knows the format, but cannot read the image (" + e.getMessage() + ")";
        return new BadPicture(file.toString(), problem, "Save it as TIFF or PNG.").because(e);
    }
}
