package sc.fiji.cam.batch;

import sc.fiji.cam.data.CamException;

/**
 * An image, or a page of it, that could not be explained.
 *
 * @param image path as given
 * @param slice number of the page, from 1; 0 if the image as a whole failed
 * @param stage {@code list}, {@code decode}, {@code network} or {@code write}
 * @param message one line: what was read, found, expected, and what to do
 */
public record Failure(String image, int slice, String stage, String message) {

    static Failure of(String image, int slice, String stage, Throwable problem) {
        return new Failure(
                image, slice, stage, message(problem).replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }

    private static String message(Throwable problem) {
        if (problem instanceof CamException) return String.valueOf(problem.getMessage());
        if (problem instanceof OutOfMemoryError) {
            return "there is not enough memory (" + problem.getMessage() + "). Allow Java more.";
        }
        return "unexpected failure, please report it: " + problem;
    }
}
