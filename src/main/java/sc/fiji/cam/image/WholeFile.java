package sc.fiji.cam.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import sc.fiji.cam.data.OutputFailed;

/** Writes files that are there either as a whole or not at all: beside first, then renamed. */
public final class WholeFile {
    /** Bytes; what failed to be written may have been larger than what is left. */
    private static final long LEAST_ROOM = 1 << 20;

    private WholeFile() {}

    /** Something that writes a file. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Writes the file.
         *
         * @param file to be written; exists already, and is empty
         * @throws IOException if that fails
         */
        void write(Path file) throws IOException;
    }

    /**
     * Writes bytes, replacing a file of this name.
     *
     * @throws OutputFailed if that fails, naming the file and the reason; nothing is left then
     */
    public static void write(Path file, byte[] bytes) {
        write(file, part -> Files.write(part, bytes));
    }

    /**
     * Lets a writer write beside a file, then renames, replacing a file of this name.
     *
     * @throws OutputFailed if that fails, naming the file and the reason; nothing is left then
     */
    public static void write(Path file, Writer writer) {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try {
                if (Files.isDirectory(file))
                    throw new IOException("there is a folder of that name");
                Files.write(part, new byte[0]);
                writer.write(part);
                rename(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whether a disk has no room left: after a failure, because writing is the only true test. */
    public static boolean isFull(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < LEAST_ROOM;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes a folder and those above it, unless they are there.
     *
     * @throws OutputFailed if that fails
     */
    public static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** The error for a file or folder that cannot be written. */
    public static OutputFailed failed(Path path, IOException e) {
        String problem = "it cannot be written (" + reason(e) + ")";
        String advice = "Give another folder, or make room in this one.";
        OutputFailed failed = new OutputFailed(path.toString(), problem, advice);
        failed.because(e);
        return failed;
    }

    /** Why writing failed, in words: Java's file exceptions often hold nothing but the path. */
    public static String reason(IOException e) {
        if (e instanceof NotDirectoryException) return "a part of the path is a file";
        if (e instanceof FileAlreadyExistsException) return "a part of the path is a file";
        if (e instanceof NoSuchFileException) return "the folder does not exist";
        if (e instanceof AccessDeniedException) return "not allowed";
        if (e instanceof FileSystemException f && f.getReason() != null) return f.getReason();
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
