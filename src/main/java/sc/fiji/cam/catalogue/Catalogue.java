package sc.fiji.cam.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Options;

/** The models that come with the program: {@code models.json}, and the weight files beside it. */
public final class Catalogue {
    private static final String CARDS = "models.json";

    private final Resources resources;
    private final List<ModelCard> cards;

    private Catalogue(Resources resources) {
        this.resources = resources;
        String json = new String(resources.require(CARDS), UTF_8);
        this.cards = List.of(new Gson().fromJson(json, ModelCard[].class));
    }

    /** The models in the jar. */
    public static Catalogue standard() {
        return new Catalogue(Resources.PACKED);
    }

    /**
     * The models in a folder that looks like the package of this class.
     *
     * @throws IllegalArgumentException if a card lacks something
     */
    public static Catalogue in(Path folder) {
        return new Catalogue(Resources.in(folder));
    }

    /** All cards; the first is that of {@link Options#BUNDLED}. */
    public List<ModelCard> cards() {
        return cards;
    }

    /**
     * The model that an option names.
     *
     * @param model {@link Options#BUNDLED}, or an id; anything else is a path
     * @return empty for a path
     */
    public Optional<ModelCard> find(String model) {
        if (model.equals(Options.BUNDLED)) return Optional.of(cards.get(0));
        return cards.stream().filter(card -> card.id().equals(model)).findFirst();
    }

    /**
     * The weight file of a model, checked against the sum on its card.
     *
     * @throws BadCheckpoint if it is not there, or not the one that the card speaks of
     */
    public byte[] weights(ModelCard card) {
        byte[] bytes = resources.read(card.file());
        if (bytes == null) {
            throw new BadCheckpoint(
                    "model " + card.name(),
                    "its weights are not in this build of the program",
                    "Name a checkpoint of yours with option model, or take a complete build.");
        }
        String found = sha256(bytes);
        if (found.equals(card.sha256())) return bytes;
        throw new BadCheckpoint(
                "model " + card.name(),
                "found weights of SHA-256 " + found + ", expected " + card.sha256(),
                "The program is damaged or mixed from two builds. Install it again.");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
