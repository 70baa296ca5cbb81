package sc.fiji.cam.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.cam.data.BadPicture;

/**
 * Refuses files that end too early, where ImageJ's readers would fill what is missing with black
 * without a word.
 */
final class CutOff {
    /** Magic number, width, height and, except in bitmaps, the maximum; comments in between. */
    private static final String GAP = "(?:\\s|#[^\\n]*\\n)+";

    private static final String NUMBER = "(\\d{1,9})";

    private static final Pattern PNM =
            Pattern.compile(
                    "P(?:([14])|([2356]))"
                            + GAP
                            + NUMBER
                            + GAP
                            + NUMBER
                            + "(?:"
                            + GAP
                            + NUMBER
                            + ")?");

    /** Kinds of pixels that fill whole bytes. */
    private static final Set<Integer> WHOLE_BYTES =
            Set.of(
                    FileInfo.GRAY8,
                    FileInfo.COLOR8,
                    FileInfo.GRAY16_SIGNED,
                    FileInfo.GRAY16_UNSIGNED,
                    FileInfo.GRAY32_FLOAT,
                    FileInfo.RGB);

    private static final int LARGEST_HEADER = 4096;

    private CutOff() {}

    /** Before a TIFF file is read: are all strips there? What the file says of its pages. */
    static FileInfo[] refuseTiff(Path file) {
        Path path = file.toAbsolutePath();
        String folder = path.getParent() + path.getFileSystem().getSeparator();
        FileInfo[] infos;
        try {
            infos = new TiffDecoder(folder, path.getFileName().toString()).getTiffInfo();
            if (infos == null) throw new IOException("no image in it");
        } catch (IOException | RuntimeException e) {
            String problem = "the TIFF file cannot be read (" + e.getMessage() + ")";
            String advice = ImageFiles.COPY_AGAIN + " " + ImageFiles.SAVE_AS;
            throw new BadPicture(file.toString(), problem, advice).because(e);
        }
        for (FileInfo info : infos) {
            check(file, end(info));
            checkStrips(file, info);
        }
        return infos;
    }

    /** JPEG in small TIFF files is taken for plain pixels by ImageJ, and shown as noise. */
    private static void checkStrips(Path file, FileInfo info) {
        boolean packed = info.compression > FileInfo.COMPRESSION_NONE;
        if (packed || info.stripLengths == null || !WHOLE_BYTES.contains(info.fileType)) return;
        long found = 0;
        for (int length : info.stripLengths) found += length & 0xffffffffL;
        long expected = (long) info.width * info.height * info.getBytesPerPixel();
        // Some programs leave the lengths out.
        if (found == 0 || found >= expected) return;
        throw new BadPicture(
                file.toString(),
                "found " + found + " bytes of pixels, expected " + expected + " or a known packing",
                "Save it as TIFF without JPEG compression, or as PNG.");
    }

    /** After a DICOM or FITS file was read, whose pixels lie in it as they are. */
    static void refuseRaw(Path file, ImagePlus image) {
        FileInfo info = image.getOriginalFileInfo();
        boolean packed = file.toString().endsWith(".gz");
        if (info != null && !packed && info.compression <= FileInfo.COMPRESSION_NONE) {
            check(file, blockEnd(info));
        }
    }

    /** Before a PBM, PGM or PPM file is read. */
    static void refusePnm(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int start = Math.min(LARGEST_HEADER, bytes.length);
            Matcher header = PNM.matcher(new String(bytes, 0, start, ISO_8859_1));
            if (!header.lookingAt()) {
                String problem = "the header of the PGM file cannot be read";
                throw new BadPicture(file.toString(), problem, ImageFiles.SAVE_AS);
            }
            check(file, header, bytes);
        } catch (IOException e) {
            String problem = "cannot be read (" + e.getMessage() + ")";
            throw new BadPicture(file.toString(), problem, "").because(e);
        }
    }

    private static void check(Path file, Matcher header, byte[] bytes) {
        char kind = (char) bytes[1];
        long width = Long.parseLong(header.group(3));
        long height = Long.parseLong(header.group(4));
        boolean bitmap = kind == '1' || kind == '4';
        // The data of a bitmap may look like a third number.
        int after = bitmap ? header.end(4) : header.end();
        long values = width * height * (kind == '3' || kind == '6' ? 3 : 1);
        if (kind <= '3') {
            String text = new String(bytes, after, bytes.length - after, ISO_8859_1);
            Pattern value = Pattern.compile(bitmap ? "[01]" : "\\d+");
            long found = value.matcher(text).results().count();
            if (found < values) throw cutOff(file, found + " values", values + "");
        } else if (bitmap) {
            check(file, after + 1 + (width + 7) / 8 * height);
        } else {
            String most = header.group(5);
            int depth = most != null && Integer.parseInt(most) > 255 ? 2 : 1;
            check(file, after + 1 + values * depth);
        }
    }

    /** Behind the last byte of pixels. */
    private static long end(FileInfo info) {
        long end = 0;
        if (info.stripOffsets != null && info.stripLengths != null) {
            for (int i = 0; i < info.stripOffsets.length; i++) {
                // Offsets beyond 2 GB are unsigned.
                long offset = info.stripOffsets[i] & 0xffffffffL;
                end = Math.max(end, offset + info.stripLengths[i]);
            }
        }
        boolean stack = info.nImages > 1 && info.compression <= FileInfo.COMPRESSION_NONE;
        return stack ? Math.max(end, blockEnd(info)) : end;
    }

    private static long blockEnd(FileInfo info) {
        double image = (double) info.width * info.height * info.getBytesPerPixel();
        double gaps = (double) info.getGap() * (info.nImages - 1);
        return (long) (info.getOffset() + info.nImages * image + gaps);
    }

    private static void check(Path file, long end) {
        long length = file.toFile().length();
        if (length < end) throw cutOff(file, length + " bytes", Long.toString(end));
    }

    private static BadPicture cutOff(Path file, String found, String expected) {
        return new BadPicture(
                file.toString(),
                "the file is cut off: found " + found + ", expected " + expected,
                ImageFiles.COPY_AGAIN);
    }
}
