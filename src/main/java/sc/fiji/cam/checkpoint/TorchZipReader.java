package sc.fiji.cam.checkpoint;

/** {@code torch.save} since torch 1.6, and {@code torch.jit.save}: a zip file. */
final class TorchZipReader implements CheckpointReader {
    @Override
    public String id() {
        return "torch zip";
    }

    @Override
    public boolean recognises(byte[] head, String name) {
        return Formats.startsWith(head, 'P', 'K', 3, 4) && !KerasZipReader.isKeras(head, name);
    }

    @Override
    public RawCheckpoint read(CheckpointFile file) {
        return TorchArchive.read(id(), ZipDirectory.read(file));
    }
}
