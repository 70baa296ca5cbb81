package sc.fiji.cam.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive that holds source text and no weights: stored zip entries under one folder,
 * as {@code torch::jit::load} reads them.
 */
final class TorchArchive {
    private static final char PROTO = 0x80;

    private TorchArchive() {}

    /**
     * Wraps a module's source.
     *
     * @param source class {@code Net} in TorchScript's serialised dialect
     * @param lists its fields of type {@code List[Tensor]}, which start empty
     * @return the archive's bytes
     */
    static byte[] of(String source, List<String> lists) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "net/data.pkl", module(lists));
            store(zip, "net/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "net/constants.pkl", latin(PROTO + "\2)."));
            store(zip, "net/version", latin("3\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle of one {@code Net} whose {@code training} is false and whose lists are empty. */
    private static byte[] module(List<String> lists) {
        String net = PROTO + "\2" + "c__torch__\nNet\nq\0" + ")\u0081";
        StringBuilder state = new StringBuilder("}(" + text("training") + "\u0089");
        for (String list : lists) {
            state.append(text(list)).append("ctorch.jit._pickle\nbuild_tensorlist\n(](etR");
        }
        return latin(net + state + "ub.");
    }

    private static String text(String word) {
        return "X" + (char) word.length() + "\0\0\0" + word;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void store(ZipOutputStream zip, String name, byte[] data) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(data);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
