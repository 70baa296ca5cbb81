package sc.fiji.cam.checkpoint;

/**
 * HDF5 as Keras writes it: a whole model ({@code .h5}), or weights alone ({@code .h5}, {@code
 * .weights.h5}).
 */
final class KerasHdf5Reader implements CheckpointReader {
    @Override
    public String id() {
        return "Keras HDF5";
    }

    @Override
    public boolean recognises(byte[] head, String name) {
        return Formats.startsWith(head, 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n');
    }

    @Override
    public RawCheckpoint read(CheckpointFile file) {
        return KerasFile.read(id(), file, new Inert.Dict());
    }
}
