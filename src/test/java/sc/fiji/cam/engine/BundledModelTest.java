package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.catalogue.Catalogue;
import sc.fiji.cam.catalogue.Measured;
import sc.fiji.cam.catalogue.ModelCard;
import sc.fiji.cam.catalogue.Sample;
import sc.fiji.cam.catalogue.Samples;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.image.Pictures;

/** The model in the jar is that of its card, and knows the sample images. */
class BundledModelTest {
    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final ModelCard CARD = CATALOGUE.cards().get(0);
    private static final CamSettings SETTINGS = CamSettings.of(Map.of("model", "bundled"));
    private static final int MOST_BYTES = 22_000_000;

    private static Checkpoint checkpoint() {
        return BundledModels.standard().read(SETTINGS);
    }

    @Test
    void theWeightsAreThoseOfTheCardAndSmall() {
        assertTrue(CATALOGUE.weights(CARD).length <= MOST_BYTES);
        assertEquals(CARD.sha256(), checkpoint().facts().sha256());
    }

    @Test
    void theFileSaysWhatTheCardSays() {
        Checkpoint found = checkpoint();
        assertEquals(CARD.architecture(), found.architecture().id());
        assertEquals(CARD.classes(), found.labels().names());
        assertEquals(InputSize.square(CARD.size()), found.input().size().orElseThrow());
        assertTrue(found.head().linear().isPresent(), "maps are exact");
        assertEquals(List.of(), found.assumptions(), "nothing has to be assumed");
    }

    @Test
    void theCardMeasuredPicturesThatTrainingNeverSaw() {
        Measured m = CARD.measured().orElseThrow();
        assertTrue(m.images() >= 500, m.toString());
        assertFalse(CARD.made().stream().anyMatch(m.data()::equals), "what it learnt from");
    }

    /** The bounds that a bundled model must keep on pictures that its training never saw. */
    @Test
    void theCardKeepsTheBounds() {
        Measured m = CARD.measured().orElseThrow();
        assertTrue(m.accuracy() >= 0.97, m.toString());
        assertTrue(m.calibrationError() <= 0.05, m.toString());
        assertTrue(m.pointing() >= 0.92, m.toString());
        assertTrue(m.energy() >= 0.6, m.toString());
        assertTrue(m.pointing() >= 3 * m.shuffled().pointing(), m.toString());
        assertTrue(m.energy() >= 3 * m.shuffled().energy(), m.toString());
    }

    @Test
    void itNamesWhatTheSamplesShow() {
        Samples samples = Samples.standard();
        StringBuilder wrong = new StringBuilder();
        try (CamModel model = CamModel.open(checkpoint(), SETTINGS)) {
            for (Sample sample : samples.list()) {
                var image = ImageFiles.open(sample.file(), samples.read(sample));
                image.setSlice(sample.page());
                CamResult result = model.explain(Pictures.of(image), SETTINGS, CamProgress.NONE);
                assertEquals("micrographs-b3 (bundled)", result.model().file());
                assertTrue(result.maps().get(0).exact(), sample.id());
                Prediction top = result.predictions().get(0);
                if (!top.label().equals(sample.shows())) wrong.append(sample).append(top);
            }
        }
        assertEquals("", wrong.toString());
    }
}
