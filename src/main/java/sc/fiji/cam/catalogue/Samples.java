package sc.fiji.cam.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.util.List;
import sc.fiji.cam.data.Nearest;
import sc.fiji.cam.data.WrongUse;

/** The images that come with the program: those of {@code test-images}, with what they show. */
public final class Samples {
    private static final String ROWS = "samples.json";
    private static final String FOLDER = "samples/";

    private final Resources resources;
    private final List<Sample> list;

    private Samples(Resources resources) {
        this.resources = resources;
        String json = new String(resources.require(ROWS), UTF_8);
        this.list = List.of(new Gson().fromJson(json, Sample[].class));
    }

    /** The images in the jar. */
    public static Samples standard() {
        return new Samples(Resources.PACKED);
    }

    /** All of them, in order. */
    public List<Sample> list() {
        return list;
    }

    /**
     * The image of an id.
     *
     * @throws WrongUse if there is none; the message names the nearest
     */
    public Sample find(String id) {
        List<String> ids = list.stream().map(Sample::id).toList();
        int index = ids.indexOf(id);
        if (index >= 0) return list.get(index);
        throw new WrongUse(
                "option sample", "there is no image \"" + id + "\"", Nearest.advice(id, ids) + ".");
    }

    /** The file of an image. */
    public byte[] read(Sample sample) {
        return resources.require(FOLDER + sample.file());
    }
}
