package sc.fiji.cam.batch;

import java.util.List;

/**
 * The inputs of a batch, in the order of all tables.
 *
 * @param list images
 * @param unreadable folders that cannot be listed
 * @param ignored files in folders that are no images by their name, excluded or hidden
 * @param notes whole sentences
 */
record Inputs(List<Input> list, List<Failure> unreadable, int ignored, List<String> notes) {}
