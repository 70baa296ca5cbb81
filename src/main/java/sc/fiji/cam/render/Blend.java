package sc.fiji.cam.render;

import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;

/** Paints a heatmap. */
public final class Blend {
    private Blend() {}

    /**
     * Colours a heatmap: table entry {@code (int) (255 v)} for value v, in 32-bit arithmetic.
     * Values beyond 0..1 get the first or the last colour.
     *
     * @param heat {@code 1 x height x width} in 0..1; read only
     * @param lut colours
     * @return a picture of the same size, named as the table
     */
    public static Picture colour(Planes heat, Lut lut) {
        if (heat.count() != 1) throw new IllegalArgumentException(heat + ", needs one plane");
        int[] table = lut.table();
        float[] values = heat.values();
        int[] rgb = new int[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = table[Math.max(0, Math.min(255, (int) (255 * values[i])))];
        }
        return new Picture(lut.name(), heat.width(), heat.height(), rgb);
    }

    /**
     * Lays colours over a picture: {@code (1 - opacity) * picture + opacity * colours} per channel,
     * in 64-bit arithmetic, halves rounded up.
     *
     * @param picture below; read only
     * @param colours above, of the same size; read only
     * @param opacity weight of the colours, 0 to 1
     * @return a new picture, named as the one below
     */
    public static Picture over(Picture picture, Picture colours, double opacity) {
        if (picture.width() != colours.width() || picture.height() != colours.height()) {
            throw new IllegalArgumentException(colours + " does not fit over " + picture);
        }
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new IllegalArgumentException("opacity=" + opacity + ", needs 0 to 1");
        }
        double[] below = new double[256];
        double[] above = new double[256];
        for (int v = 0; v < 256; v++) {
            below[v] = (1 - opacity) * v;
            above[v] = opacity * v;
        }
        int[] a = picture.rgb();
        int[] b = colours.rgb();
        int[] rgb = new int[a.length];
        for (int i = 0; i < rgb.length; i++) {
            int red = (int) (below[a[i] >> 16 & 255] + above[b[i] >> 16 & 255] + 0.5);
            int green = (int) (below[a[i] >> 8 & 255] + above[b[i] >> 8 & 255] + 0.5);
            int blue = (int) (below[a[i] & 255] + above[b[i] & 255] + 0.5);
            rgb[i] = red << 16 | green << 8 | blue;
        }
        return new Picture(picture.title(), picture.width(), picture.height(), rgb);
    }
}
