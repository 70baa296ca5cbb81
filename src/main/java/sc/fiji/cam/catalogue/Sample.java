package sc.fiji.cam.catalogue;

/**
 * An image that comes with the program.
 *
 * @param id one word; the option {@code sample} takes it
 * @param file name of the file
 * @param page that shows most, from 1; 1 unless it is a stack
 * @param shows the true class, in the words of the bundled model
 * @param title what it is, for people
 */
public record Sample(String id, String file, int page, String shows, String title) {
    /** Checks that nothing is missing. */
    public Sample {
        require("id", id, "[a-z][a-z-]*");
        require("file", file, "[a-z-]+\\.(png|tif)");
        require("shows", shows, "[a-z]+");
        require("title", title, ".+");
        if (page < 1) throw new IllegalArgumentException("page=" + page + ", needs >= 1");
    }

    private static void require(String name, String text, String form) {
        if (text != null && text.matches(form)) return;
        throw new IllegalArgumentException(name + "=" + text + ", needs " + form);
    }
}
