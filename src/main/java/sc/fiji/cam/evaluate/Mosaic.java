package sc.fiji.cam.evaluate;

import java.util.List;
import sc.fiji.cam.data.Planes;

/**
 * The grid pointing game: four pictures of four classes side by side, of which the map of one class
 * should mark only one. It needs no masks; chance is 0.25.
 *
 * @see <a href="https://arxiv.org/abs/2104.00032">Boehle et al. 2021</a>
 */
public final class Mosaic {
    private static final int SIDE = 2;

    private Mosaic() {}

    /**
     * Puts four pictures together: two above, two below.
     *
     * @param pictures four of the same size; read only
     * @return twice as wide and high, newly allocated
     */
    public static Planes of(List<Planes> pictures) {
        Planes first = pictures.get(0);
        int w = first.width();
        int h = first.height();
        float[] values = new float[first.values().length * SIDE * SIDE];
        for (int q = 0; q < SIDE * SIDE; q++) {
            Planes picture = pictures.get(q);
            if (picture.width() != w || picture.height() != h || picture.count() != first.count()) {
                throw new IllegalArgumentException(picture + " beside " + first);
            }
            for (int row = 0; row < first.count() * h; row++) {
                int plane = row / h * SIDE * h;
                int to = (plane + q / SIDE * h + row % h) * SIDE * w + q % SIDE * w;
                System.arraycopy(picture.values(), row * w, values, to, w);
            }
        }
        return new Planes(first.count(), SIDE * h, SIDE * w, values);
    }

    /**
     * Share of a map's positive values in one quarter, 0 to 1; 0 if nothing is positive.
     *
     * @param map one plane of the mosaic's size
     * @param quarter number of the picture in the list
     */
    public static double share(Planes map, int quarter) {
        double inside = 0;
        double all = 0;
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                double positive = Math.max(0, map.at(0, y, x));
                int q = SIDE * y / map.height() * SIDE + SIDE * x / map.width();
                all += positive;
                if (q == quarter) inside += positive;
            }
        }
        return all > 0 ? inside / all : 0;
    }
}
