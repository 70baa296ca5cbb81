package sc.fiji.cam.data;

/**
 * What identifies a model in a result.
 *
 * @param file path as given
 * @param sha256 of the file's bytes, hexadecimal
 * @param container file format
 * @param dialect whose tensor names
 * @param family padding and eps used
 * @param architecture {@code b0} to {@code b7}
 * @param writer what wrote the file, as far as it says; else empty
 * @param familySource what decided the family: {@code option}, {@code file}, a name, {@code
 *     assumed}
 */
public record ModelFacts(
        String file,
        String sha256,
        String container,
        String dialect,
        String family,
        String architecture,
        String writer,
        String familySource) {

    /** A model of which nothing more is known. */
    public ModelFacts(
            String file,
            String sha256,
            String container,
            String dialect,
            String family,
            String architecture) {
        this(file, sha256, container, dialect, family, architecture, "", "");
    }

    /**
     * The same model under another name.
     *
     * @param path to show
     */
    public ModelFacts named(String path) {
        return new ModelFacts(
                path, sha256, container, dialect, family, architecture, writer, familySource);
    }

    /**
     * The same model under another family.
     *
     * @param other as an option would give it
     */
    public ModelFacts with(Family other) {
        return new ModelFacts(
                file, sha256, container, dialect, other.id(), architecture, writer, "option");
    }
}
