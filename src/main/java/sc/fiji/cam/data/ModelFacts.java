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
 */
public record ModelFacts(
        String file,
        String sha256,
        String container,
        String dialect,
        String family,
        String architecture) {}
