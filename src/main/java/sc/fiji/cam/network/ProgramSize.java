package sc.fiji.cam.network;

/**
 * What a program is packed for.
 *
 * @param batch pictures per forward pass
 * @param height of the input, pixels
 * @param width of the input, pixels
 */
public record ProgramSize(int batch, int height, int width) {}
