package sc.fiji.cam.checkpoint;

import io.jhdf.HdfFile;
import io.jhdf.storage.HdfBackingStorage;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * The structure of an HDF5 file, read by jHDF; the numbers themselves are left to {@link
 * RawTensor}. jHDF trusts what it reads, so whatever goes wrong inside it becomes an error of ours.
 *
 * @see <a href="https://jhdf.io">jHDF</a>
 */
final class Hdf5File implements AutoCloseable {
    /** How jHDF fails at a type that it does not know; h5py keeps bfloat16 as such. */
    private static final String OPAQUE = "End of buffer reached before NULL";

    private final Bytes bytes;
    private final HdfFile file;

    private Hdf5File(Bytes bytes) {
        this.bytes = bytes;
        this.file = guarded(() -> opened(new Hdf5Storage(bytes)));
        long end = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
        if (end > bytes.size()) {
            throw new BadCheckpoint(
                    bytes.origin(),
                    "is cut off: " + bytes.size() + " of " + end + " bytes are there",
                    "Copy or download it again.");
        }
    }

    /** jHDF takes a storage of others, but not from everybody: its constructor is private. */
    private static HdfFile opened(HdfBackingStorage storage) {
        try {
            Constructor<HdfFile> constructor =
                    HdfFile.class.getDeclaredConstructor(HdfBackingStorage.class);
            constructor.setAccessible(true);
            return constructor.newInstance(storage);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of jHDF is not the expected one", e);
        }
    }

    /**
     * Opens.
     *
     * @throws CamException if it is damaged
     */
    static Hdf5File open(Bytes bytes) {
        return new Hdf5File(bytes);
    }

    /** The outermost group. */
    Hdf5Group root() {
        return new Hdf5Group(this, file, "");
    }

    /** The file's bytes. */
    Bytes bytes() {
        return bytes;
    }

    /**
     * Runs a piece of jHDF.
     *
     * @throws CamException for whatever goes wrong in it
     */
    <T> T guarded(Supplier<T> read) {
        try {
            return read.get();
        } catch (CamException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw ours(e);
        }
    }

    private CamException ours(Throwable e) {
        String deepest = String.valueOf(e.getMessage());
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CamException known) return known;
            if (t.getMessage() != null) deepest = t.getMessage();
        }
        if (e instanceof OutOfMemoryError) {
            // An array of as many texts as an attribute claims to have.
            return new BadCheckpoint(
                            bytes.origin(),
                            "claims to have a part that is larger than memory",
                            "The file is damaged. Copy or download it again.")
                    .because(e);
        }
        if (deepest.contains(OPAQUE)) {
            return new UnsupportedCheckpoint(
                            bytes.origin(),
                            "has numbers of a type that HDF5 does not name, such as bfloat16",
                            "Save the model in float32.")
                    .because(e);
        }
        return new BadCheckpoint(
                        bytes.origin(),
                        "is no sound HDF5 file (" + deepest + ")",
                        "The file is cut off or damaged. Copy or download it again.")
                .because(e);
    }

    @Override
    public void close() {
        file.close();
    }
}
