package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

class RawTensorTest {
    private static final int HELD = 300_000;

    /** Sound numbers of the type: random bits could be NaN, which equals nothing. */
    private static Bytes storage(DType type) {
        ByteBuffer bytes = ByteBuffer.allocate(HELD * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(11);
        while (bytes.hasRemaining()) {
            switch (type.bytes()) {
                case 8 -> bytes.putDouble(random.nextGaussian());
                case 4 -> bytes.putFloat((float) random.nextGaussian());
                case 2 -> bytes.putShort((short) (random.nextInt() & 0xbbff));
                default -> bytes.put((byte) random.nextInt());
            }
        }
        return new Bytes.InMemory("x", bytes.array());
    }

    private static float[] oneByOne(
            DType type, Bytes storage, int[] shape, long[] strides, long offset) {
        ByteBuffer all = storage.read(0, (int) storage.size());
        int count = 1;
        for (int n : shape) count *= n;
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int rest = i;
            long at = offset;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += rest % shape[axis] * strides[axis];
                rest /= shape[axis];
            }
            values[i] = type.one(all, (int) at * type.bytes());
        }
        return values;
    }

    private static float[] load(
            DType type, Bytes storage, int[] shape, long[] strides, long offset) {
        long[] sizes = new long[shape.length];
        for (int i = 0; i < sizes.length; i++) sizes[i] = shape[i];
        return new RawTensor("t", type, sizes, strides, offset, storage).load("t").values();
    }

    private static void check(DType type, int[] shape, long[] strides, long offset) {
        Bytes storage = storage(type);
        float[] expected = oneByOne(type, storage, shape, strides, offset);
        assertArrayEquals(expected, load(type, storage, shape, strides, offset));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyViewHoldsTheNumbersOfItsStorage(DType type) {
        check(type, new int[] {HELD / 2}, new long[] {1}, HELD / 2);
        check(type, new int[] {70, 80}, new long[] {1, 70}, 13);
        // Keras: height, width, in, out as out, in, height, width; pointwise and depthwise.
        check(type, new int[] {8, 6, 3, 3}, new long[] {1, 8, 144, 48}, 0);
        check(type, new int[] {90, 50, 1, 1}, new long[] {1, 90, 4500, 4500}, 5);
        check(type, new int[] {60, 1, 5, 5}, new long[] {1, 1, 300, 60}, 7);
        check(type, new int[] {2, 3, 4}, new long[] {0, 1, 0}, 9);
        check(type, new int[] {400}, new long[] {700}, 1);
        check(type, new int[] {1, 1}, new long[] {7, 7}, 3);
        check(type, new int[] {}, new long[] {}, HELD - 1);
    }

    @Test
    void theOracleNoticesExchangedAxes() {
        Bytes storage = storage(DType.F32);
        float[] right = oneByOne(DType.F32, storage, new int[] {70, 80}, new long[] {1, 70}, 0);
        float[] wrong = load(DType.F32, storage, new int[] {70, 80}, new long[] {80, 1}, 0);
        int differ = 0;
        for (int i = 0; i < right.length; i++) if (right[i] != wrong[i]) differ++;
        assertTrue(differ > 5000, "check is blind: " + differ);
    }

    @Test
    void manyNumbersFarApartAreRefusedBeforeTheyAreReadOneByOne() {
        Bytes storage = storage(DType.F32);
        String message =
                assertThrows(
                                UnsupportedCheckpoint.class,
                                () ->
                                        load(
                                                DType.F32,
                                                storage,
                                                new int[] {20_000},
                                                new long[] {15},
                                                0))
                        .getMessage();
        assertTrue(message.contains("t [20000] takes every few of 299986"), message);
        assertTrue(message.contains("clone()"), message);
    }

    @Test
    void viewsBeyondTheirStorageAreRefused() {
        long[][] steps = {{1, HELD}, {Long.MAX_VALUE, 1}, {-1, 1}, {1L << 62, 1L << 62}};
        for (long[] strides : steps) {
            assertThrows(
                    BadCheckpoint.class,
                    () -> load(DType.F32, storage(DType.F32), new int[] {3, 3}, strides, 0));
        }
        for (long offset : new long[] {-1, HELD, Long.MAX_VALUE}) {
            BadCheckpoint e =
                    assertThrows(
                            BadCheckpoint.class,
                            () ->
                                    load(
                                            DType.U8,
                                            storage(DType.U8),
                                            new int[] {1},
                                            new long[] {1},
                                            offset));
            assertEquals(e.getMessage(), e.getMessage().strip());
        }
    }
}
