package sc.fiji.cam.data;

/**
 * How long the steps of one run took, milliseconds.
 *
 * @param prepare resizing and normalising the picture
 * @param network one forward pass
 * @param map maps, completeness, ranking
 */
public record Timings(double prepare, double network, double map) {}
