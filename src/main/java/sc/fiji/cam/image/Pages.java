package sc.fiji.cam.image;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Path;
import sc.fiji.cam.data.Picture;

/**
 * The pages of an image file: every z and t position is a picture of its own. The channels of a
 * composite are one picture, as they are on screen; channels that are not mixed are pages too.
 */
public final class Pages {
    private final ImagePlus image;
    private final int channels;

    private Pages(ImagePlus image) {
        this.image = image;
        boolean mixed = image.isComposite() && image.getDisplayMode() == IJ.COMPOSITE;
        this.channels = mixed ? 1 : image.getNChannels();
    }

    /**
     * Opens an image file.
     *
     * @throws sc.fiji.cam.data.BadPicture if it is missing or unreadable
     */
    public static Pages open(Path file) {
        return of(ImageFiles.open(file));
    }

    /** The pages of an image that nobody looks at: its current slice will change. */
    public static Pages of(ImagePlus image) {
        return new Pages(image);
    }

    /** Number of pages, at least 1. */
    public int count() {
        return channels * image.getNSlices() * image.getNFrames();
    }

    /**
     * The image with one page as its current slice.
     *
     * @param number from 1; channels count fastest, then z, then t
     * @return always the same object
     */
    public ImagePlus image(int number) {
        int index = number - 1;
        int z = index / channels % image.getNSlices();
        int t = index / channels / image.getNSlices();
        image.setPosition(index % channels + 1, z + 1, t + 1);
        return image;
    }

    /**
     * One page as the network sees it.
     *
     * @param number from 1
     * @throws sc.fiji.cam.data.BadPicture if it contains NaN
     */
    public Picture picture(int number) {
        return Pictures.of(image(number));
    }

    /**
     * One page by itself, to be kept when others are read.
     *
     * @param number from 1
     * @throws sc.fiji.cam.data.BadPicture if it contains NaN
     */
    public Page page(int number) {
        ImagePlus at = image(number);
        return Page.of(at, Pictures.of(at));
    }
}
