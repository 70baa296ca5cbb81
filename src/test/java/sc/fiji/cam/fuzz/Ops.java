package sc.fiji.cam.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Opcodes of a pickle, one after the other, sound or not. */
final class Ops {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Ops op(int... codes) {
        for (int code : codes) out.write(code);
        return this;
    }

    Ops raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Ops line(String text) {
        return raw((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Ops text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return op('X').int32(bytes.length).raw(bytes);
    }

    Ops global(String module, String name) {
        return op('c').line(module).line(name);
    }

    Ops int32(int value) {
        return raw(little(4).putInt(value).array());
    }

    Ops int64(long value) {
        return raw(little(8).putLong(value).array());
    }

    /** A number as LONG1, of eight bytes. */
    Ops number(long value) {
        return op(0x8a, 8).int64(value);
    }

    Ops repeat(int times, int... codes) {
        for (int i = 0; i < times; i++) op(codes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
