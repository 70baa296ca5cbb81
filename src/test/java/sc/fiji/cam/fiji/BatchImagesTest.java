package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.testing.Micrographs;

/** The menu and macro entry as a macro's thread meets it, without a display and a network. */
class BatchImagesTest {
    @TempDir Path folder;

    @BeforeEach
    void writeImages() throws Exception {
        Micrographs.write(folder.resolve("images"), 5, 0, 40);
    }

    @Test
    void explainsAFolder() throws Exception {
        assertNull(macro(Fakes::model));
        assertEquals(1 + 5 * 3, Files.readAllLines(folder.resolve("out/predictions.csv")).size());
        assertTrue(Files.exists(folder.resolve("out/contact.html")));
    }

    @Test
    @Timeout(60)
    void escapeStopsTheMacroAndTheSameCallGoesOn() throws Exception {
        String error = macro(BatchImagesTest::pressesEscapeAndWaits);
        assertEquals("EfficientNet CAM: stopped by the user.", error);
        assertFalse(Files.exists(folder.resolve("out/predictions.csv")));
        assertNull(macro(Fakes::model));
        assertEquals(1 + 5 * 3, Files.readAllLines(folder.resolve("out/predictions.csv")).size());
    }

    /** A model in which every picture takes until the user has stopped the run. */
    private static Explainer pressesEscapeAndWaits() {
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        return new Fakes.Model() {
            @Override
            public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
                while (!progress.cancelled()) Thread.onSpinWait();
                throw new Cancelled();
            }
        };
    }

    @Test
    void aTableOfColoursOfImageJIsFound() throws Exception {
        assertNull(macro(Fakes::model, "lut=Ice"));
        byte[] ice = overlay();
        assertNull(macro(Fakes::model, "lut=Fire restart=true"));
        assertFalse(Arrays.equals(ice, overlay()));
        String error = macro(Fakes::model, "lut=fyre");
        assertTrue(error.startsWith("EfficientNet CAM: option lut: no colour table"), error);
    }

    private byte[] overlay() throws IOException {
        return Files.readAllBytes(folder.resolve("out/plate 0/field_00000.0.overlay.png"));
    }

    @Test
    void anErrorOfTheLibraryStopsTheMacroWithItsName() {
        String error =
                macro(
                        () -> {
                            throw new UnsatisfiedLinkError("libtorch");
                        });
        assertTrue(error != null && error.contains("UnsatisfiedLinkError: libtorch"), error);
    }

    /** The error that stops a macro, or null if it goes on. */
    private @Nullable String macro(Supplier<Explainer> model, String... more) {
        BatchImagesJob job = new BatchImagesJob(settings -> model.get());
        String options =
                "input=[%1$s/images] output=[%1$s/out] model=m recursive=true ".formatted(folder);
        return MacroThread.run(new BatchImages(job), options + String.join(" ", more), null);
    }
}
