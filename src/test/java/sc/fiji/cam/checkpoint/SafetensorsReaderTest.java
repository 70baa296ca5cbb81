package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.SafetensorsWriter;

class SafetensorsReaderTest extends AbstractReaderContract {
    @Override
    CheckpointReader reader() {
        return new SafetensorsReader();
    }

    @Override
    void write(Path file, List<Tensor> tensors) {
        SafetensorsWriter.write(file, tensors, Map.of("class_names", "[\"a\", \"b\"]"));
    }

    @Override
    String ending() {
        return ".safetensors";
    }

    private RawCheckpoint read(String header, byte... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        Path path = folder.resolve("x.safetensors");
        Files.write(path, bytes.array());
        CheckpointFile file = CheckpointFile.open(path);
        return reader().read(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]},"
                        + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                        + "'b':{'dtype':'F32','shape':[1],'data_offsets':[2,6]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,-4]}}",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,18446744073709551616]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}}",
                "{a:{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x",
                "[1]",
                "{'a':1}",
                "{'a'"
            })
    void refusesUnsoundHeaders(String header) {
        assertThrows(BadCheckpoint.class, () -> read(header.replace('\'', '"'), new byte[8]));
    }

    @Test
    void readsTheSoundHeaderThatTheseDiffFrom() throws IOException {
        String header = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}";
        RawCheckpoint raw = read(header.replace('\'', '"'), new byte[8]);
        assertArrayEquals(new float[2], raw.tensors().get("a").load("a").values());
    }

    @Test
    void refusesHeadersADeepMillion() {
        String deep = "{\"a\":" + "[".repeat(1_000_000);
        assertThrows(BadCheckpoint.class, () -> read(deep));
    }

    @Test
    void namesATypeThatItDoesNotRead() {
        String header = "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]}}";
        String message =
                assertThrows(UnsupportedCheckpoint.class, () -> read(header, new byte[2]))
                        .getMessage();
        assertTrue(message.contains("F8_E4M3"), message);
    }

    @Test
    void widensHalvesExactly() {
        assertEquals(1f, DType.half(0x3c00));
        assertEquals(-2f, DType.half(0xc000));
        assertEquals(65504f, DType.half(0x7bff));
        assertEquals(0x1p-24f, DType.half(1));
        assertEquals(-0x1p-14f + 0x1p-24f, DType.half(0x83ff));
        assertEquals(Float.NEGATIVE_INFINITY, DType.half(0xfc00));
        assertTrue(Float.isNaN(DType.half(0x7e00)));
        assertEquals(1 / -0f, 1 / DType.half(0x8000));
    }
}
