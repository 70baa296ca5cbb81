package sc.fiji.cam.fiji;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Locale;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.train.Source;

/**
 * The part of an image inside the bounding box of a ROI, as it was displayed when the training
 * began: what the user does to the image meanwhile changes nothing.
 *
 * @param name image and ROI, for people
 * @param id the same with place and pixels
 * @param picture the part
 */
record RoiSource(String name, String id, Picture picture) implements Source {
    /**
     * Cuts a picture out of another.
     *
     * @param page the whole image, as displayed
     * @param box within it, pixels, not empty
     * @param name image and ROI
     */
    static RoiSource of(Picture page, Rectangle box, String name) {
        int[] rgb = new int[box.width * box.height];
        for (int y = 0; y < box.height; y++) {
            int from = (box.y + y) * page.width() + box.x;
            System.arraycopy(page.rgb(), from, rgb, y * box.width, box.width);
        }
        String id =
                String.format(
                        Locale.ROOT,
                        "%s %d,%d %dx%d %08x",
                        name,
                        box.x,
                        box.y,
                        box.width,
                        box.height,
                        Arrays.hashCode(rgb));
        return new RoiSource(name, id, new Picture(name, box.width, box.height, rgb));
    }
}
