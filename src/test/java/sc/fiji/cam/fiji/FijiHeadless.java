package sc.fiji.cam.fiji;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import net.imagej.patcher.LegacyClassLoader;
import net.imagej.patcher.LegacyEnvironment;

/**
 * ImageJ with Fiji's headless patches, in a class loader of its own: macros run as under {@code
 * fiji --headless}, and commands are found through plugins.config. ImageJ and the plugin are loaded
 * anew; the libraries are those of the tests, because a process can load PyTorch only once.
 */
final class FijiHeadless {
    private final LegacyEnvironment imageJ;
    private final Path folder;
    private int runs;

    /**
     * @param folder where results are written
     */
    FijiHeadless(Path folder) throws ClassNotFoundException {
        this.folder = folder;
        imageJ = new LegacyEnvironment(new Libraries(), true);
        imageJ.addPluginClasspath(new File("target/classes"));
    }

    /**
     * How a macro ended.
     *
     * @param result what it left in its variable {@code result}; empty if something stopped it
     * @param printed log and errors
     */
    record Outcome(Optional<String> result, String printed) {}

    /**
     * Runs a macro. ImageJ does not tell how it ended, so a line is added to its end.
     *
     * @param macro in ImageJ's language; {@code result} is a variable it may set
     * @param argument for {@code getArgument()}
     */
    Outcome run(String macro, String argument) throws IOException {
        Path file = folder.resolve("result" + runs++ + ".txt");
        String path = file.toString().replace('\\', '/');
        String whole = "result = \"done\";\n%s\nFile.saveString(result, \"%s\");\n";
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(System.out);
        try {
            imageJ.runMacro(whole.formatted(macro, path), argument);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        Optional<String> result =
                Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        return new Outcome(result, printed.toString(StandardCharsets.UTF_8));
    }

    /** Without the class path of the tests, which holds an ImageJ that must not be seen here. */
    private static final class Libraries extends LegacyClassLoader {
        private static final ClassLoader TESTS = FijiHeadless.class.getClassLoader();
        private static final String SHARED = "(ai\\.djl|net\\.imglib2|org\\.slf4j|com\\.|org\\.)";

        Libraries() throws ClassNotFoundException {}

        @Override
        public Class<?> findClass(String name) throws ClassNotFoundException {
            try {
                return super.findClass(name);
            } catch (ClassNotFoundException e) {
                if (!name.matches(SHARED + ".*")) throw e;
                return TESTS.loadClass(name);
            }
        }

        @Override
        public Enumeration<URL> findResources(String name) throws IOException {
            return isShared(name) ? TESTS.getResources(name) : super.findResources(name);
        }

        @Override
        public URL findResource(String name) {
            return isShared(name) ? TESTS.getResource(name) : super.findResource(name);
        }

        private static boolean isShared(String name) {
            return name.matches("(META-INF/services/ai\\.djl|native/|jnilib/|pytorch|ai/djl/).*");
        }
    }
}
