package sc.fiji.cam.fiji;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
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
    private final IOService files;
    private final ConvertService converters;

    /**
     * @param context of SciJava, with its services of files and conversion
     */
    FijiReader(Context context) {
        this.files = context.service(IOService.class);
        this.converters = context.service(ConvertService.class);
    }

    @Override
    public boolean knows(String fileName) {
        return PictureReader.IMAGEJ.knows(fileName);
    }

    @Override
    public Pages open(Path file) {
        ImageFiles.requireReadable(file);
        if (ImageFiles.knows(file)) return Pages.open(file);
        try {
            IOPlugin<?> opener = files.getOpener(file.toAbsolutePath().toString());
            // Whatever is text can be had as a String, which SciJava would take for a path.
            if (opener == null || opener.getDataType() == String.class) return Pages.open(file);
            return pages(file, opener.open(file.toAbsolutePath().toString()));
        } catch (IOException | RuntimeException e) {
            if (e instanceof CamException known) throw known;
            throw unreadable(file, e);
        }
    }

    private Pages pages(Path file, Object data) throws IOException {
        ImagePlus image = converters.convert(data, ImagePlus.class);
        if (image != null && image.getWidth() > 0 && image.getProcessor() != null)
            return Pages.of(image);
        throw new IOException("it holds " + data.getClass().getSimpleName());
    }

    private static CamException unreadable(Path file, Exception e) {
        String problem =
                "Fiji knows the format, but cannot read the image (" + e.getMessage() + ")";
        return new BadPicture(file.toString(), problem, "Save it as TIFF or PNG.").because(e);
    }
}
