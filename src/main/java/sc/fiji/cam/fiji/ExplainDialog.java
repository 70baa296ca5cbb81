package sc.fiji.cam.fiji;

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.fiji.OptionDialog.Field;

/** The dialog of {@link ExplainImage}. */
final class ExplainDialog {
    /** How a picture is explained: model, targets, input of the network, colours. */
    static final List<Field> PICTURE =
            List.of(
                    new Field("model", "Model file", "Model", false),
                    new Field("labels", "Labels file (optional)", "", false),
                    new Field("family", "Family of padding", "", false),
                    new Field("device", "Device", "", true),
                    new Field("entry", "Entry in the file", "", false),
                    new Field("activation", "Activation in the head", "", true),
                    new Field("pooling", "Pooling behind the features", "", false),
                    new Field(
                            "target",
                            "Target classes",
                            "What to explain: top, top3, all, class numbers or labels,"
                                    + " separated by commas",
                            false),
                    new Field("method", "Method", "", false),
                    new Field("registration", "Registration", "", true),
                    new Field("size", "Size of input (px)", "How the network sees it", false),
                    new Field("resize", "Resize by", "", true),
                    new Field("crop", "Crop fraction", "", false),
                    new Field("interpolation", "Interpolation", "", true),
                    new Field("scaling", "Scaling of values", "", false),
                    new Field("channels", "Channels", "", true),
                    new Field("lut", "Lut", "How it is drawn", false),
                    new Field("opacity", "Opacity", "", true),
                    new Field("display", "Display", "", false),
                    new Field("range", "Range (logits)", "", true));

    private static final List<Field> ELSE =
            List.of(
                    new Field("map", "Map as 32-bit image", "What else", false),
                    new Field("table", "Table", "", true),
                    new Field("top", "Top classes in table", "", false),
                    new Field("threads", "Threads", "", true));

    static final OptionDialog FORM =
            new OptionDialog(
                    OptionDialog.SHARED, Options::of, OptionDialog.fields(List.of(PICTURE, ELSE)));

    private ExplainDialog() {}

    /**
     * Asks until the values are valid, then remembers and records them.
     *
     * @param image the image to be explained, or null
     * @return empty if the user cancelled
     * @throws BadPicture if there is no image: before anybody fills in a form for nothing
     */
    static Optional<CamSettings> ask(@Nullable ImagePlus image) {
        if (image == null) {
            throw new BadPicture("image", "there is none", "Open an image first.");
        }
        return FORM.ask(CamSettings::of);
    }
}
