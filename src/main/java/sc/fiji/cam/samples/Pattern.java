package sc.fiji.cam.samples;

import sc.fiji.cam.data.Choice;
import sc.fiji.cam.data.Planes;

/**
 * Textures that fill a picture, and are no micrographs. A network that has learnt to tell them
 * apart, beside {@link Defect defects}, is a better start for other classes.
 */
public enum Pattern implements Choice {
    BRICKS("bricks", Motif::bricks),
    BRUSHED("brushed", Motif::brushed),
    CLOUDS("clouds", Motif::clouds),
    FIBRES("fibres", Motif::fibres),
    FOAM("foam", Motif::foam),
    HERRINGBONE("herringbone", Motif::herringbone),
    HEXAGONS("hexagons", Motif::hexagons),
    ISLANDS("islands", Motif::islands),
    LABYRINTH("labyrinth", Motif::labyrinth),
    LAMELLAE("lamellae", Motif::lamellae),
    PEBBLES("pebbles", Motif::pebbles),
    RINGS("rings", Motif::rings),
    SCALES("scales", Motif::scales),
    TRIANGLES("triangles", Motif::triangles),
    VEINS("veins", Motif::veins),
    WAVES("waves", Motif::waves);

    /** How bright a place is. */
    interface Shape {
        /**
         * @param motif what was drawn for this picture
         * @param u place along the pattern, in periods
         * @param v place across it, in periods
         * @return about -1 to 1
         */
        double at(Motif motif, double u, double v);
    }

    private final String id;
    private final Shape shape;

    Pattern(String id, Shape shape) {
        this.id = id;
        this.shape = shape;
    }

    /** The name of the class and its folder. */
    @Override
    public String id() {
        return id;
    }

    /** The kind of the picture with a number, from 1: all kinds take turns. */
    public static Pattern of(int number) {
        return values()[Math.floorMod(number - 1, values().length)];
    }

    /**
     * Draws the picture with a number, in any direction, scale, contrast, light and focus. The same
     * seed, number and size give the same picture.
     *
     * @param seed which series
     * @param number from 1
     * @param size edge, pixels, {@link Micrograph#SMALLEST} to {@link Micrograph#LARGEST}
     * @return one plane (grey) or three (red, green, blue), 0 to 1
     */
    public static Planes draw(long seed, int number, int size) {
        Micrograph.check(number, size);
        Draws draws = Draws.of(seed, number);
        Canvas canvas = new Canvas(size);
        of(number).draw(canvas, draws.fork("pattern"));
        return new Optics(draws.fork("optics")).expose(canvas, 0, draws.fork("noise"));
    }

    private void draw(Canvas canvas, Draws draws) {
        double angle = draws.angle();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double period = draws.scale(9, 36);
        double contrast = draws.scale(0.1, 0.6) * (draws.chance(0.5) ? -1 : 1);
        double bending = draws.range(0, 0.25);
        Noise bend = new Noise(draws.seed());
        Motif motif = new Motif(draws);
        double[] light = canvas.light();
        for (int i = 0; i < light.length; i++) {
            double x = canvas.x(i) / period;
            double y = canvas.y(i) / period;
            double u = x * cos + y * sin + bending * bend.at(x / 3, y / 3);
            double v = y * cos - x * sin + bending * bend.at(x / 3 + 100, y / 3);
            light[i] = Math.max(0, Surface.METAL * (1 + contrast * shape.at(motif, u, v)));
        }
    }
}
