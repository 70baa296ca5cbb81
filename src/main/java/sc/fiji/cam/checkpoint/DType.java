package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Types of stored numbers, little endian. */
enum DType {
    F32(4, "FloatStorage", "F32"),
    F64(8, "DoubleStorage", "F64"),
    F16(2, "HalfStorage", "F16"),
    BF16(2, "BFloat16Storage", "BF16"),
    I64(8, "LongStorage", "I64"),
    I32(4, "IntStorage", "I32"),
    I16(2, "ShortStorage", "I16"),
    I8(1, "CharStorage", "I8"),
    U8(1, "ByteStorage", "U8"),
    BOOL(1, "BoolStorage", "BOOL");

    private final int bytes;
    private final String storage;
    private final String code;

    DType(int bytes, String storage, String code) {
        this.bytes = bytes;
        this.storage = storage;
        this.code = code;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** Whether these are floating-point numbers, the only kind that weights may be. */
    boolean isFloat() {
        return ordinal() <= BF16.ordinal();
    }

    /** By the name of torch's storage class. */
    static Optional<DType> ofStorage(String name) {
        for (DType type : values()) if (type.storage.equals(name)) return Optional.of(type);
        return Optional.empty();
    }

    /** By the code of safetensors. */
    static Optional<DType> ofCode(String code) {
        for (DType type : values()) if (type.code.equals(code)) return Optional.of(type);
        return Optional.empty();
    }

    /** Reads {@code count} numbers from the buffer's position on into {@code target}. */
    void decode(ByteBuffer source, float[] target, int at, int count) {
        if (this == F32) {
            source.asFloatBuffer().get(target, at, count);
        } else if (this == F16 || this == BF16) {
            short[] bits = new short[count];
            source.asShortBuffer().get(bits);
            widen(bits, target, at);
        } else {
            int start = source.position();
            for (int i = 0; i < count; i++) target[at + i] = one(source, start + i * bytes);
        }
    }

    /** Loops of their own, because these formats hold whole networks. */
    private void widen(short[] bits, float[] target, int at) {
        if (this == BF16) {
            for (int i = 0; i < bits.length; i++) {
                target[at + i] = Float.intBitsToFloat(bits[i] << 16);
            }
        } else {
            float[] halves = Halves.ALL;
            for (int i = 0; i < bits.length; i++) target[at + i] = halves[bits[i] & 0xffff];
        }
    }

    /** Every number of 16 bits, widened: half of the time of computing each again. */
    private static final class Halves {
        static final float[] ALL = new float[1 << 16];

        static {
            for (int bits = 0; bits < ALL.length; bits++) ALL[bits] = half(bits);
        }
    }

    /** Reads the number that starts at byte {@code at}. */
    float one(ByteBuffer source, int at) {
        return switch (this) {
            case F32 -> source.getFloat(at);
            case F64 -> (float) source.getDouble(at);
            case F16 -> half(source.getShort(at) & 0xffff);
            case BF16 -> Float.intBitsToFloat(source.getShort(at) << 16);
            case I64 -> source.getLong(at);
            case I32 -> source.getInt(at);
            case I16 -> source.getShort(at);
            case I8 -> source.get(at);
            case U8, BOOL -> source.get(at) & 0xff;
        };
    }

    /** IEEE 754 binary16 to binary32, exact; NaN stays NaN. */
    static float half(int bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 31) return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        if (exponent > 0) {
            return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
        }
        float subnormal = fraction * 0x1p-24f;
        return sign == 0 ? subnormal : -subnormal;
    }
}
