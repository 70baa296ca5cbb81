package sc.fiji.cam.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.BundledModels;

/**
 * A checkpoint file, unpacked into a temporary file for as long as it is needed if its name ends in
 * {@code .xz}. Any other file is taken as it is.
 */
final class PackedModel implements AutoCloseable {
    private static final String ENDING = ".xz";

    /** Larger than every EfficientNet checkpoint; a packed file can promise any size. */
    private static final long LARGEST = 4L << 30;

    /** Of the unpacker; {@code xz -9} needs 65 MiB. */
    private static final int MEMORY_KIB = 512 << 10;

    private final Path named;
    private final Path file;

    private PackedModel(Path named, Path file) {
        this.named = named;
        this.file = file;
    }

    /**
     * Unpacks a file if it is packed.
     *
     * @throws BadCheckpoint if it is packed and cannot be unpacked
     */
    private static PackedModel open(Path named) {
        String name = String.valueOf(named.getFileName());
        if (!name.endsWith(ENDING) || !Files.isRegularFile(named)) {
            return new PackedModel(named, named);
        }
        Path file = null;
        try {
            Path folder = Files.createTempDirectory("cam-");
            file = folder.resolve(name.substring(0, name.length() - ENDING.length()));
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            unpack(named, file);
            return new PackedModel(named, file);
        } catch (IOException e) {
            if (file != null) new PackedModel(named, file).close();
            String reason = e instanceof EOFException ? "it ends too early" : e.getMessage();
            throw new BadCheckpoint(
                            named.toString(),
                            "is not a whole .xz file (" + reason + ")",
                            "Copy or download it again; xz -t FILE checks it.")
                    .because(e);
        }
    }

    private static void unpack(Path from, Path to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        try (InputStream in = new XZInputStream(Files.newInputStream(from), MEMORY_KIB);
                OutputStream out = Files.newOutputStream(to)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                written += n;
                if (written > LARGEST) throw new IOException("more than " + LARGEST + " bytes");
                out.write(buffer, 0, n);
            }
        }
    }

    /**
     * Reads the model that settings name, unpacking a file if need be.
     *
     * @throws CamException if it is no weight file of an EfficientNet
     */
    static Checkpoint read(CamSettings settings) {
        return BundledModels.standard().read(settings, PackedModel::read);
    }

    /** Reads a file; result and messages call it as the user did. */
    private static Checkpoint read(Path named, CamSettings settings) {
        try (PackedModel packed = open(named)) {
            return packed.unpacked(settings);
        }
    }

    private Checkpoint unpacked(CamSettings settings) {
        if (file.equals(named)) return Checkpoints.read(file, settings);
        try {
            return Checkpoints.read(file, settings).named(named.toString());
        } catch (WrongUse e) {
            throw e;
        } catch (CamException e) {
            String problem = String.valueOf(e.getMessage()).replace(file + ": ", "");
            throw new BadCheckpoint(named.toString(), "unpacked, " + problem, "").because(e);
        }
    }

    @Override
    public void close() {
        if (file.equals(named)) return;
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        } catch (IOException e) {
            // Deleted at the end of the program.
        }
    }
}
