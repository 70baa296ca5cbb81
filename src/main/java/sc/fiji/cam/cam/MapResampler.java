package sc.fiji.cam.cam;

import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;

/** Draws a grid at the pixels of an image. */
public final class MapResampler {
    private MapResampler() {}

    /**
     * Interpolates a grid bilinearly at every pixel of an image; beyond the outermost cell centres
     * the value of the outermost cells is repeated.
     *
     * @param grid {@code 1 x rows x columns}; read only
     * @param placement where its cells lie in the image
     * @param width of the image, pixels
     * @param height of the image, pixels
     * @return {@code 1 x height x width}, newly allocated, same unit
     */
    public static Planes resample(Planes grid, Placement placement, int width, int height) {
        throw new UnsupportedOperationException();
    }
}
