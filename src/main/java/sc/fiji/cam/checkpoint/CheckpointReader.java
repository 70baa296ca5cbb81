package sc.fiji.cam.checkpoint;

/**
 * One container format. A new one is a class that implements this and a line in {@link
 * Checkpoints}.
 */
interface CheckpointReader {
    /** The container's name in results: {@code torch zip}, {@code safetensors}. */
    String id();

    /**
     * Whether a file looks like this format; must be quick and never fail.
     *
     * @param head the first bytes, at most 4096
     * @param name file name in lower case
     */
    boolean recognises(byte[] head, String name);

    /**
     * Finds the named tensors and whatever else the file says. Values are not read yet: the file
     * stays open until they are.
     *
     * @throws sc.fiji.cam.data.CamException if the file is broken, or holds what is not read
     */
    RawCheckpoint read(CheckpointFile file);
}
