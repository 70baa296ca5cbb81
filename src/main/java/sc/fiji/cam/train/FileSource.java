package sc.fiji.cam.train;

import java.nio.file.Path;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.image.Pictures;

/**
 * An image file, read anew whenever it is needed.
 *
 * @param folder that may be moved with all its files without becoming another one
 * @param file the image
 */
record FileSource(Path folder, Path file) implements Source {
    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public String id() {
        return folder.relativize(file).toString();
    }

    @Override
    public Picture picture() {
        return Pictures.of(ImageFiles.open(file));
    }
}
