package sc.fiji.cam.batch;

/**
 * An image, or a page of it, that could not be explained.
 *
 * @param image path as given
 * @param slice number of the page, from 1; 0 if the image as a whole failed
 * @param stage {@code list}, {@code decode}, {@code network} or {@code write}
 * @param message one line: what was read, found, expected, and what to do
 */
public record Failure(String image, int slice, String stage, String message) {}
