package sc.fiji.cam.batch;

/**
 * An image of a batch. Knows nothing of the machine that will read it.
 *
 * @param source path as given, and where its results go
 * @param target classes asked for, as the option {@code target} takes them; empty: those of the run
 */
record Input(OutputNames.Source source, String target) {
    String image() {
        return source.image();
    }
}
