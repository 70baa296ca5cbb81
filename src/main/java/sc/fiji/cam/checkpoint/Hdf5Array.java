package sc.fiji.cam.checkpoint;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * An array of an HDF5 file, still in it.
 *
 * @param name its path
 * @param type of its numbers
 * @param shape sizes of its axes
 * @param bytes from its first number on
 */
record Hdf5Array(String name, DType type, long[] shape, Bytes bytes) {
    /**
     * Finds the numbers.
     *
     * @throws sc.fiji.cam.data.CamException if they are compressed, not there, or of a type that is
     *     not read
     */
    static Hdf5Array of(Hdf5File file, Dataset dataset, String name) {
        DType type = type(file, dataset, name);
        long[] shape = file.guarded(dataset::getDimensionsAsLong);
        if (Arrays.stream(shape).anyMatch(n -> n == 0)) {
            Bytes none = new Bytes.InMemory(file.bytes().origin(), new byte[0]);
            return new Hdf5Array(name, type, shape, none);
        }
        if (!(dataset instanceof ContiguousDataset plain)) {
            throw new UnsupportedCheckpoint(
                    file.bytes().origin(),
                    "array " + name + " is stored in pieces, perhaps compressed",
                    "Load the weights in Keras and save them again.");
        }
        long at = file.guarded(plain::getDataAddress);
        if (at < 0) {
            throw new BadCheckpoint(
                    file.bytes().origin(),
                    "array " + name + " was never written",
                    "Saving was interrupted: use another checkpoint.");
        }
        Bytes bytes = file.bytes();
        return new Hdf5Array(name, type, shape, bytes.slice(at, bytes.size() - at));
    }

    private static DType type(Hdf5File file, Dataset dataset, String name) {
        DataType type = file.guarded(dataset::getDataType);
        boolean little =
                type instanceof OrderedDataType ordered
                        && ordered.getByteOrder() == ByteOrder.LITTLE_ENDIAN;
        Optional<DType> known = little ? known(type) : Optional.empty();
        return known.orElseThrow(
                () ->
                        new UnsupportedCheckpoint(
                                file.bytes().origin(),
                                "array "
                                        + name
                                        + " has numbers of another type than float16, float32,"
                                        + " float64 or whole ones ("
                                        + type.getClass().getSimpleName()
                                        + " of "
                                        + type.getSize()
                                        + " bytes)",
                                "Save the model in float32."));
    }

    private static Optional<DType> known(DataType type) {
        if (type instanceof FloatingPoint real) {
            return switch (real.getSize() * 100 + real.getExponentSize()) {
                case 205 -> Optional.of(DType.F16);
                case 208 -> Optional.of(DType.BF16);
                case 408 -> Optional.of(DType.F32);
                case 811 -> Optional.of(DType.F64);
                default -> Optional.empty();
            };
        }
        if (!(type instanceof FixedPoint)) return Optional.empty();
        return switch (type.getSize()) {
            case 1 -> Optional.of(DType.I8);
            case 2 -> Optional.of(DType.I16);
            case 4 -> Optional.of(DType.I32);
            case 8 -> Optional.of(DType.I64);
            default -> Optional.empty();
        };
    }
}
