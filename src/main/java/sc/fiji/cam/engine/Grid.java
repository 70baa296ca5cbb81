package sc.fiji.cam.engine;

import sc.fiji.cam.data.Planes;

/**
 * A map before it is judged.
 *
 * @param map {@code 1 x rows x columns}
 * @param bias what no cell owes, logits
 */
record Grid(Planes map, double bias) {}
