package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.Explainer;

class ModelCacheTest {
    private static final Picture PICTURE = new Picture("picture", 1, 1, new int[1]);

    @TempDir Path folder;

    private final List<String> events = new ArrayList<>();
    private final ModelCache cache = new ModelCache(settings -> new Logged(name(settings)));
    private Runnable duringRun = () -> {};

    private final class Logged implements Explainer {
        private final String name;
        private boolean closed;

        Logged(String name) {
            this.name = name;
            events.add("open " + name);
        }

        @Override
        public Checkpoint checkpoint() {
            throw new AssertionError("the job does not ask");
        }

        @Override
        public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
            Runnable once = duringRun;
            duringRun = () -> {};
            once.run();
            assertTrue(!closed, name + " was closed while it ran");
            return Fakes.result(picture, settings);
        }

        @Override
        public void close() {
            closed = true;
            events.add("close " + name);
        }
    }

    @BeforeEach
    void writeFiles() throws IOException {
        for (String name : List.of("a", "b", "c", "names")) {
            Files.writeString(folder.resolve(name), name);
        }
    }

    @Test
    void theSameFileIsOpenedOnce() {
        run("a");
        run("a");
        run("b");
        run("a");
        assertEquals(List.of("open a", "open b"), events);
    }

    @Test
    void theModelNotUsedForLongestIsClosedFirst() {
        run("a");
        run("b");
        run("a");
        run("c");
        assertEquals(List.of("open a", "open b", "close b", "open c"), events);
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        run("a");
        Files.writeString(folder.resolve("a"), "longer");
        run("a");
        assertEquals(List.of("open a", "open a"), events);
    }

    @Test
    void aFileRewrittenInsideAModelFolderIsRead() throws IOException {
        Path model = Files.createDirectories(folder.resolve("hub").resolve("deeper"));
        Path weights = Files.writeString(model.resolve("weights"), "a");
        run("hub");
        run("hub");
        Files.writeString(weights, "longer");
        run("hub");
        Files.writeString(model.getParent().resolve("config.json"), "{}");
        run("hub");
        assertEquals(3, events.stream().filter("open hub"::equals).count());
    }

    @Test
    void labelsThatAppearBesideTheModelAreRead() throws IOException {
        run("a");
        Files.writeString(folder.resolve("labels.txt"), "cat");
        run("a");
        assertEquals(List.of("open a", "open a"), events);
    }

    @Test
    void whateverChangesAnOpenedModelOpensItAnew() {
        run(settings("a"));
        run(settings("a").with("family", "tensorflow"));
        run(settings("a").with("threads", "1"));
        run(settings("a").with("labels", folder.resolve("names").toString()));
        run(settings("a").with("device", "cpu"));
        run(settings("a").with("entry", "ema"));
        run(settings("a").with("activation", "elu"));
        run(settings("a").with("scaling", "0-1"));
        run(settings("a").with("channels", "BGR"));
        assertEquals(9, events.stream().filter(e -> e.startsWith("open")).count());
    }

    @Test
    void whatOnlyTheRunNeedsOpensNothing() {
        run(settings("a"));
        run(settings("a").with("target", "all").with("opacity", "1").with("size", "64"));
        assertEquals(List.of("open a"), events);
    }

    @Test
    void aModelInUseIsClosedAfterItsRun() {
        duringRun =
                () -> {
                    run("b");
                    run("c");
                    assertEquals(List.of("open a", "open b", "open c"), events);
                };
        run("a");
        assertEquals(List.of("open a", "open b", "open c", "close a"), events);
    }

    @Test
    void aModelThatDoesNotOpenTakesNoPlace() {
        ModelCache failing =
                new ModelCache(
                        settings -> {
                            if (name(settings).equals("b")) throw new IllegalStateException("b");
                            return new Logged(name(settings));
                        });
        failing.explain(PICTURE, settings("a"), CamProgress.NONE);
        CamSettings b = settings("b");
        assertThrows(
                IllegalStateException.class, () -> failing.explain(PICTURE, b, CamProgress.NONE));
        failing.explain(PICTURE, settings("a"), CamProgress.NONE);
        assertEquals(List.of("open a"), events);
    }

    @Test
    void withoutAModelItIsTheBundledOneWhateverItIsCalled() {
        run(CamSettings.defaults());
        run(CamSettings.defaults().with("model", "bundled"));
        assertEquals(List.of("open bundled"), events);
        CamSettings defaults = CamSettings.defaults();
        assertThrows(WrongUse.class, () -> defaults.with("model", ""));
    }

    private void run(String name) {
        run(settings(name));
    }

    private void run(CamSettings settings) {
        cache.explain(PICTURE, settings, CamProgress.NONE);
    }

    private CamSettings settings(String name) {
        return CamSettings.defaults().with("model", folder.resolve(name).toString());
    }

    private static String name(CamSettings settings) {
        return Path.of(settings.model()).getFileName().toString();
    }
}
