package sc.fiji.cam.render;

import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;

/** Paints a heatmap. */
public final class Blend {
    private Blend() {}

    /**
     * Colours a heatmap: table entry {@code (int) (255 v)} for value v.
     *
     * @param heat {@code 1 x height x width} in 0..1
     * @return a picture of the same size
     */
    public static Picture colour(Planes heat, Lut lut) {
        throw new UnsupportedOperationException();
    }

    /**
     * Lays colours over a picture: {@code round((1 - opacity) * picture + opacity * colours)} per
     * channel.
     *
     * @param opacity weight of the colours, 0 to 1
     */
    public static Picture over(Picture picture, Picture colours, double opacity) {
        throw new UnsupportedOperationException();
    }
}
