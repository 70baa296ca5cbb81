package sc.fiji.cam.data;

/**
 * The map of one class on the grid: raw, signed, without bias, never clipped.
 *
 * @param prediction what the network says about the class
 * @param method how the map was computed
 * @param grid {@code 1 x rows x columns}; logits for {@link Method#CAM} and {@link Method#GRADIENT}
 * @param pooling of the head: the mean of the grid makes the logit, behind max pooling its sum
 * @param bias of the class, logits; belongs to no cell
 * @param completeness {@code |mean(grid) + bias - logit|}, behind max pooling {@code |sum(grid) +
 *     bias - logit|}, logits
 * @param bound what completeness must not exceed for an exact map, logits
 */
public record ClassMap(
        Prediction prediction,
        Method method,
        Planes grid,
        Pooling pooling,
        double bias,
        double completeness,
        double bound) {

    /** Whether the map sums to the logit: only a CAM does, and only within the bound. */
    public boolean exact() {
        return method == Method.CAM && completeness <= bound;
    }
}
