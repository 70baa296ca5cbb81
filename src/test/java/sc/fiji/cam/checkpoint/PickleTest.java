package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.UnsupportedCheckpoint;

class PickleTest {
    private static Object read(byte[] bytes) {
        return Pickle.read("x.pth", ByteBuffer.wrap(bytes));
    }

    /** Bytes from a text with escapes: {@code \x80}; everything else stands for itself. */
    private static byte[] bytes(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else if (text.startsWith("\\n", i)) {
                plain.append('\n');
                i++;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What Python 3.11's pickle.dumps writes in protocols 0 to 5. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "K\\x07., 7",
                "I7\\n., 7",
                "L7L\\n., 7",
                "I01\\n., true",
                "\\x80\\x02\\x88., true",
                "\\x80\\x02M\\xff\\xff., 65535",
                "\\x80\\x02J\\xff\\xff\\xff\\xff., -1",
                "\\x80\\x02\\x8a\\x05\\x00\\x00\\x00\\x00\\x01., 4294967296",
                "\\x80\\x02\\x8a\\x00., 0",
                "\\x80\\x02G?\\xe0\\x00\\x00\\x00\\x00\\x00\\x00., 0.5",
                "F0.5\\n., 0.5",
                "\\x80\\x02X\\x02\\x00\\x00\\x00ab., ab",
                "\\x80\\x04\\x95\\x06\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x8c\\x02ab\\x94., ab",
                "Vab\\np0\\n., ab",
                "U\\x02ab., ab",
                "N., NONE"
            })
    void readsScalars(String pickle, String expected) {
        assertEquals(expected, read(bytes(pickle)).toString());
    }

    @Test
    void readsTheMagicNumberOfOldTorchFiles() {
        byte[] bytes = bytes("\\x80\\x02\\x8a\\x0al\\xfc\\x9cF\\xf9 j\\xa8P\\x19.");
        assertEquals(new BigInteger("1950a86a20f9469cfc6c", 16), read(bytes));
    }

    @Test
    void readsContainersAndKeepsTheirOrder() {
        // {'b': [1, 2], 'a': (3,)} in protocol 2
        byte[] bytes =
                bytes("\\x80\\x02}q\\x00(U\\x01bq\\x01]q\\x02(K\\x01K\\x02eU\\x01aK\\x03\\x85u.");
        Inert.Dict dict = assertInstanceOf(Inert.Dict.class, read(bytes));
        assertEquals(List.of("b", "a"), List.copyOf(dict.entries.keySet()));
        assertEquals(List.of(1L, 2L), assertInstanceOf(Inert.Seq.class, dict.get("b")).items);
        assertEquals(List.of(3L), assertInstanceOf(Inert.Seq.class, dict.get("a")).items);
    }

    @Test
    void objectsKeepTheirNameArgumentsAndStateAndDoNothing() {
        byte[] bytes = bytes("\\x80\\x02cargparse\\nNamespace\\n)\\x81}(U\\x02lrK\\x01ub.");
        Inert.Made made = assertInstanceOf(Inert.Made.class, read(bytes));
        assertEquals(new Inert.Global("argparse", "Namespace"), made.callable);
        assertEquals(1L, assertInstanceOf(Inert.Dict.class, made.state).get("lr"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X\\xff\\xff\\xff\\x7fab.", // 2 GiB text in nine bytes
                "X\\xff\\xff\\xff\\xffab.", // negative length
                "\\x8d\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f.",
                "\\x8e\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00.",
                "\\x95\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff.",
                "B\\xff\\xff\\xff\\x7f.",
                "\\x8b\\xff\\xff\\xff\\x7f.", // number of 2 GiB
                "\\x8a\\x11aaaaaaaaaaaaaaaaa.", // 17 bytes
                ".", // nothing to return
                "0.",
                "R.",
                "K\\x01R.",
                "t.",
                "u.",
                "(u.",
                "}(K\\x01u.",
                "K\\x01(K\\x02K\\x03u.",
                "]K\\x01s.",
                "K\\x01K\\x02a.",
                "K\\x01(\\x85.", // beyond the mark
                "h\\x05.",
                "j\\x05\\x00\\x00\\x00.",
                "\\x94.",
                "cos\\nsystem",
                "cos",
                "K\\x01K\\x02\\x93.",
                "Iabc\\n.",
                "L99999999999999999999999999999999999999999\\n.",
                "Fabc\\n.",
                "\\xff.",
                "\\x97.",
                "K\\x01"
            })
    void refusesUnsoundPickles(String pickle) {
        String message = assertThrows(BadCheckpoint.class, () -> read(bytes(pickle))).getMessage();
        assertTrue(message.startsWith("x.pth: "), message);
    }

    @Test
    void refusesProtocolsOfTheFuture() {
        String message =
                assertThrows(UnsupportedCheckpoint.class, () -> read(bytes("\\x80\\x06N.")))
                        .getMessage();
        assertTrue(message.contains("protocol 6"), message);
    }

    @Test
    void boundsTheNumberOfValues() {
        for (char op : new char[] {'(', ']', 'N', '}'}) {
            byte[] bytes = new byte[5_000_000];
            Arrays.fill(bytes, (byte) op);
            assertThrows(BadCheckpoint.class, () -> read(bytes));
        }
    }

    @Test
    void aMillionNestedListsAreWalkedWithoutRecursion() {
        // ]]]]...aaaa: each list appended to the one before
        byte[] bytes = new byte[2_000_001];
        Arrays.fill(bytes, 0, 1_000_000, (byte) ']');
        Arrays.fill(bytes, 1_000_000, 1_999_999, (byte) 'a');
        bytes[1_999_999] = '.';
        Object value = read(bytes);
        assertTrue(StateDicts.in("x.pth", value).isEmpty());
        assertTrue(new Extras(value).all("labels").isEmpty());
    }

    @Test
    void cyclesAreWalkedOnce() {
        // a list that holds itself, as value and as key of a dictionary that holds itself
        Object value = read(bytes("]q\\x00h\\x00a}q\\x01h\\x00h\\x01s."));
        assertTrue(StateDicts.in("x.pth", value).isEmpty());
        // {'args': itself}
        Object dict = read(bytes("}q\\x00U\\x04argsh\\x00s."));
        assertTrue(new Extras(dict).all("labels").isEmpty());
    }

    @Test
    void randomBytesGiveAValueOrACamException() {
        Random random = new Random(7);
        String ops =
                "(.0123IJKLMNQRTUVXabcdeghijlopqrstu})]GFBC\u0080\u0081\u0085\u0086\u0087\u0088"
                        + "\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096";
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                boolean op = random.nextInt(4) > 0;
                bytes[i] =
                        (byte) (op ? ops.charAt(random.nextInt(ops.length())) : random.nextInt(8));
            }
            try {
                StateDicts.in("x.pth", read(bytes));
            } catch (CamException e) {
                assertTrue(e.getMessage().startsWith("x.pth: "));
            }
        }
    }
}
