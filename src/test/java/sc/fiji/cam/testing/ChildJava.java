package sc.fiji.cam.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a Java of its own, for what only a small heap can show. */
public final class ChildJava {
    private ChildJava() {}

    /**
     * Prepares a run on the tests' class path; standard error joins the output.
     *
     * @param megabytes largest heap
     * @param main class with a main method
     * @param arguments of that method
     */
    public static ProcessBuilder of(long megabytes, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + megabytes + "m");
        // No room that is set aside for another generation: the bound is that of the living.
        command.add("-XX:+UseSerialGC");
        command.add("-Dfile.encoding=UTF-8");
        // Libraries that log would say that nobody listens; the program tells them not to.
        command.add("-Dslf4j.internal.verbosity=ERROR");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Java says on its output that it heeds these.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                .forEach(builder.environment()::remove);
        return builder;
    }

    /** Runs it to its end and gives its output. */
    public static String run(long megabytes, Class<?> main, List<String> arguments) {
        try {
            Process process = of(megabytes, main, arguments).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes());
            process.waitFor();
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
