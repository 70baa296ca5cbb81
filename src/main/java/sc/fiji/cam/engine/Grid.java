package sc.fiji.cam.engine;

import sc.fiji.cam.data.Planes;

/**
 * A map before it is judged.
 *
 * @param map {@code 1 x rows x columns}
 * @param bias what no cell owes, logits
 */
record Grid(Planes map, double bias) {
    /** What speaks against the class. */
    Grid negative() {
        float[] values = map.values().clone();
        for (int i = 0; i < values.length; i++) values[i] = -values[i];
        return new Grid(new Planes(1, map.height(), map.width(), values), -bias);
    }
}
