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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.TorchWriter;

class ZipDirectoryTest {
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;

    @TempDir Path folder;

    private byte[] sample(boolean deflate) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("a/one", "first member".getBytes(StandardCharsets.US_ASCII));
        members.put("a/two", "second member".getBytes(StandardCharsets.US_ASCII));
        return Files.readAllBytes(TorchWriter.zip(folder.resolve("x.zip"), members, deflate));
    }

    private static ZipDirectory read(byte[] bytes) {
        return ZipDirectory.read(new Bytes.InMemory("x.zip", bytes));
    }

    private static String text(ZipDirectory zip, String name) {
        Bytes bytes = zip.open(name);
        return new String(bytes.read(0, (int) bytes.size()).array(), StandardCharsets.US_ASCII);
    }

    private static int find(ByteBuffer bytes, int signature, int count) {
        int left = count;
        for (int at = 0; at < bytes.limit() - 3; at++) {
            if (bytes.getInt(at) == signature && left-- == 0) return at;
        }
        throw new AssertionError("no signature");
    }

    @Test
    void readsStoredAndDeflatedMembers() throws IOException {
        for (boolean deflate : new boolean[] {false, true}) {
            ZipDirectory zip = read(sample(deflate));
            assertEquals(List.of("a/one", "a/two"), zip.names());
            assertEquals("first member", text(zip, "a/one"));
            assertEquals("second member", text(zip, "a/two"));
        }
    }

    @Test
    void agreesWithTheJdkOnATorchFile() throws IOException {
        Path file = Golden.file("torchvision_float16.pth");
        try (CheckpointFile opened = CheckpointFile.open(file);
                ZipFile jdk = new ZipFile(file.toFile())) {
            ZipDirectory zip = ZipDirectory.read(opened);
            assertEquals(jdk.stream().map(e -> e.getName()).toList(), zip.names());
            for (String name : zip.names()) {
                Bytes ours = zip.open(name);
                byte[] theirs = jdk.getInputStream(jdk.getEntry(name)).readAllBytes();
                assertArrayEquals(theirs, ours.read(0, (int) ours.size()).array(), name);
            }
        }
    }

    /** Changes one number of the sample and expects a refusal. */
    private CamException broken(boolean deflate, Change change) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(sample(deflate)).order(ByteOrder.LITTLE_ENDIAN);
        change.apply(bytes);
        return assertThrows(
                CamException.class,
                () -> {
                    ZipDirectory zip = read(bytes.array());
                    for (String name : zip.names()) text(zip, name);
                });
    }

    private interface Change {
        void apply(ByteBuffer bytes);
    }

    @Test
    void refusesLies() throws IOException {
        // second member's local header = the first one's: overlap (or another name)
        broken(false, b -> b.putInt(find(b, CENTRAL, 1) + 42, 0));
        // sizes beyond the data, beyond the file, negative
        for (int size : new int[] {14, 1000, Integer.MAX_VALUE, -2}) {
            broken(
                    false,
                    b -> {
                        int at = find(b, CENTRAL, 1);
                        b.putInt(at + 20, size).putInt(at + 24, size);
                    });
        }
        // packed and unpacked sizes of a stored member differ
        broken(false, b -> b.putInt(find(b, CENTRAL, 0) + 24, 5));
        // offset past the end
        broken(false, b -> b.putInt(find(b, CENTRAL, 0) + 42, 1 << 30));
        // too many members, a directory that is elsewhere or too long
        broken(false, b -> b.putShort(find(b, END, 0) + 10, (short) 3));
        broken(false, b -> b.putInt(find(b, END, 0) + 16, 3));
        broken(false, b -> b.putInt(find(b, END, 0) + 12, 1 << 30));
        // a bomb's claim, and too short a claim
        broken(true, b -> b.putInt(find(b, CENTRAL, 0) + 24, 1 << 27));
        broken(true, b -> b.putInt(find(b, CENTRAL, 0) + 24, 3));
        broken(true, b -> b.putInt(find(b, CENTRAL, 0) + 24, 200));
    }

    @Test
    void theFirstOverlapIsNamed() throws IOException {
        CamException e =
                broken(
                        false,
                        b -> {
                            int at = find(b, CENTRAL, 0);
                            b.putInt(at + 20, 14).putInt(at + 24, 14);
                        });
        assertTrue(e.getMessage().contains("a/two overlaps"), e.getMessage());
    }

    @Test
    void refusesEncryptionAndUnknownMethods() throws IOException {
        CamException e = broken(false, b -> b.putShort(find(b, CENTRAL, 0) + 8, (short) 1));
        assertTrue(e instanceof UnsupportedCheckpoint && e.getMessage().contains("encrypted"));
        e = broken(false, b -> b.putShort(find(b, CENTRAL, 0) + 10, (short) 93));
        assertTrue(e.getMessage().contains("method 93"), e.getMessage());
    }

    @Test
    void refusesTwoMembersOfOneName() throws IOException {
        byte[] bytes = sample(false);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("a/two", "a/one");
        byte[] same = text.getBytes(StandardCharsets.ISO_8859_1);
        String message = assertThrows(BadCheckpoint.class, () -> read(same)).getMessage();
        assertTrue(message.contains("two members named a/one"), message);
    }

    @Test
    void refusesTruncationAtEveryLength() throws IOException {
        byte[] bytes = sample(false);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(CamException.class, () -> read(cut));
        }
    }
}
