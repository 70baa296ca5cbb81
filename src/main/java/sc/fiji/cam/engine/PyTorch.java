package sc.fiji.cam.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import sc.fiji.cam.data.EngineUnavailable;
import sc.fiji.cam.data.Version;

/**
 * The one place where PyTorch is started and asked. DJL finds its parts through the thread's
 * context class loader, once per process, and remembers a failure; so every call runs with this
 * class's own.
 */
final class PyTorch {
    private static final String NAME = "PyTorch";
    private static final String VERSION = "2.7.1";

    private PyTorch() {}

    /**
     * Runs something that touches DJL.
     *
     * @param work what to do
     * @return what it returns
     */
    static <T> T call(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PyTorch.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Starts the engine if it does not run yet. Nothing is downloaded and nobody is called unless
     * the user allowed it by setting the properties or environment variables herself.
     *
     * @param threads processor threads of a run, until {@link #useThreads}
     * @throws EngineUnavailable if PyTorch's native part is missing or does not load
     */
    static Engine start(int threads) {
        setUnlessSet("ai.djl.offline", "DJL_OFFLINE", "true");
        setUnlessSet("OPT_OUT_TRACKING", "OPT_OUT_TRACKING", "true");
        setUnlessSet("ai.djl.pytorch.num_interop_threads", null, "1");
        setUnlessSet("ai.djl.pytorch.num_threads", null, Integer.toString(threads));
        try {
            return Engine.getEngine(NAME);
        } catch (EngineException | IllegalArgumentException | LinkageError e) {
            throw unavailable(e);
        }
    }

    /** Versions of this program, DJL and the PyTorch it is built for, by name. Starts nothing. */
    static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("EfficientNet CAM", Version.text());
        versions.put("DJL", call(Engine::getDjlVersion));
        versions.put(NAME, VERSION);
        return versions;
    }

    private static void setUnlessSet(String property, String variable, String value) {
        boolean set = variable != null && System.getenv(variable) != null;
        if (!set && System.getProperty(property) == null) System.setProperty(property, value);
    }

    /** Sets the threads of runs on the calling thread; asked first, since setting costs a cache. */
    static void useThreads(int threads) {
        if (JniUtils.getNumThreads() != threads) JniUtils.setNumThreads(threads);
    }

    /**
     * Chooses the device.
     *
     * @param name {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:N} or {@code mps}
     * @throws EngineUnavailable if it is not there
     */
    static Device device(Engine engine, String name) {
        int gpus = engine.getGpuCount();
        if (name.equals("cpu") || name.equals("auto") && gpus == 0) return Device.cpu();
        if (name.equals("mps")) return mps();
        int number = name.startsWith("gpu:") ? Integer.parseInt(name.substring(4)) : 0;
        if (number < gpus) return Device.gpu(number);
        throw new EngineUnavailable(
                "device=" + name,
                "PyTorch " + engine.getVersion() + " sees " + (gpus == 0 ? "no" : gpus) + " GPU",
                "Use device=cpu, or install PyTorch's CUDA build and set PYTORCH_LIBRARY_PATH.");
    }

    private static Device mps() {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch");
        if (os.startsWith("Mac") && arch.equals("aarch64")) return Device.of("mps", -1);
        throw new EngineUnavailable(
                "device=mps",
                "this is " + os + " on " + arch + ", Apple's mps is on Macs with Apple silicon",
                "Use device=cpu.");
    }

    private static EngineUnavailable unavailable(Throwable e) {
        String reason = rootMessage(e);
        if (reason.contains("already loaded in another classloader")) {
            String problem = "another plugin of this program has loaded its own PyTorch";
            return new EngineUnavailable(NAME, problem, "Restart, and run this plugin first.", e);
        }
        boolean missing = reason.contains("Offline mode") || reason.contains("not found");
        String problem =
                missing
                        ? "its native library for " + platform() + " is missing"
                        : "its native library did not load (" + reason + ")";
        String advice =
                "Put pytorch-native-cpu-%s-%s.jar from Maven Central (group ai.djl.pytorch, %s) into"
                        + " the jars folder of Fiji; it is unpacked once into %s (about 430 MB). Or"
                        + " set PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR=cpu to an installed PyTorch"
                        + " %s. Then restart.";
        String text = advice.formatted(VERSION, platform(), size(), cache(), VERSION);
        return new EngineUnavailable(NAME + " " + VERSION, problem, text, e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) root = root.getCause();
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private static String size() {
        return switch (platform()) {
            case "linux-x86_64" -> "112 MB";
            case "linux-aarch64" -> "71 MB";
            case "win-x86_64" -> "76 MB";
            case "osx-aarch64" -> "42 MB";
            default -> "not built for this platform";
        };
    }

    private static String cache() {
        String set = System.getenv("DJL_CACHE_DIR");
        return set != null ? set : System.getProperty("user.home") + "/.djl.ai";
    }
}
