package sc.fiji.cam.train;

import java.nio.file.Path;

/**
 * One image and its class.
 *
 * @param file the image
 * @param label index of its class
 */
public record Sample(Path file, int label) {}
