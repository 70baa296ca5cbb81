package sc.fiji.cam.train;

import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Picture;

/**
 * One picture and its class.
 *
 * @param source of the picture
 * @param label index of its class
 */
public record Sample(Source source, int label) {
    /**
     * The picture as the network shall see it.
     *
     * @throws BadPicture if it cannot be read, or has fewer than 32 pixels along a side
     */
    Picture picture() {
        Picture picture = source.picture();
        int side = Math.min(picture.width(), picture.height());
        if (side >= InputSize.SMALLEST) return picture;
        throw new BadPicture(
                source.name(),
                "the image has "
                        + picture.width()
                        + " x "
                        + picture.height()
                        + " pixels, expected at least "
                        + InputSize.SMALLEST
                        + " along each side",
                "");
    }
}
