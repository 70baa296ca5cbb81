package sc.fiji.cam.train;

/**
 * How honest probabilities are on the images put aside.
 *
 * @param temperature that all logits were divided by at the end; 1 with {@link Mode#HEAD}
 * @param before expected calibration error without it, 0 to 1
 * @param after the same with it: of the model as it is written
 */
public record Calibration(double temperature, double before, double after) {}
