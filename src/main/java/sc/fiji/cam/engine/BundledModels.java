package sc.fiji.cam.engine;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import sc.fiji.cam.catalogue.Catalogue;
import sc.fiji.cam.catalogue.ModelCard;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;

/**
 * Reads the model that a run names: one that comes with the program, straight from the jar, or a
 * file. A file of the same name as a bundled model is reached by its path, {@code ./bundled}.
 */
public final class BundledModels {
    private final Catalogue catalogue;

    BundledModels(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Those of this program. */
    public static BundledModels standard() {
        return new BundledModels(Catalogue.standard());
    }

    /** The card of the model that settings name; empty if they name a file. */
    public Optional<ModelCard> card(CamSettings settings) {
        return catalogue.find(settings.model());
    }

    /**
     * Reads the model that settings name.
     *
     * @throws sc.fiji.cam.data.CamException if there is no sound one
     */
    public Checkpoint read(CamSettings settings) {
        return read(settings, Checkpoints::read);
    }

    /**
     * Reads the model that settings name.
     *
     * @param files reads those that are files
     * @throws sc.fiji.cam.data.CamException if there is no sound one
     */
    public Checkpoint read(CamSettings settings, BiFunction<Path, CamSettings, Checkpoint> files) {
        Optional<ModelCard> card = card(settings);
        if (card.isEmpty()) return files.apply(path(settings.model()), settings);
        byte[] weights = catalogue.weights(card.get());
        Checkpoint read = Checkpoints.read(card.get().file(), weights, settings);
        Checkpoint named = read.named(card.get().name());
        return unasked(settings).map(named::assuming).orElse(named);
    }

    /** What is to be said to whoever named no model; empty if one was named. */
    public Optional<String> unasked(CamSettings settings) {
        if (settings.given().containsKey("model")) return Optional.empty();
        return card(settings).map(BundledModels::unasked);
    }

    private static String unasked(ModelCard card) {
        return "model=%s: no model was named, so this is %s. It knows nothing but %s."
                .formatted(Options.BUNDLED, card.id(), String.join(", ", card.classes()));
    }

    /**
     * What is to be said of the model that settings name, with the card of one that comes with the
     * program.
     *
     * @param checkpoint that was read
     */
    public ModelReport report(Checkpoint checkpoint, CamSettings settings) {
        ModelReport report = ModelReport.of(checkpoint);
        return card(settings).map(report::with).orElse(report);
    }

    /**
     * The path of a model that is a file.
     *
     * @throws sc.fiji.cam.data.WrongUse if it can be none
     */
    public static Path path(String model) {
        try {
            return Path.of(model);
        } catch (InvalidPathException e) {
            throw Options.wrong("model", model, "a path: " + e.getReason());
        }
    }
}
