package sc.fiji.cam.fiji;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.fiji.OptionDialog.Field;

/** The dialog of {@link TrainImages}. */
final class TrainDialog {
    private static final List<Field> FILES =
            List.of(
                    new Field(
                            "input",
                            "Input folder",
                            "Images: a folder with one folder per class, or ROIs named after their"
                                    + " classes",
                            false),
                    new Field("rois", "Rois instead, from", "", false),
                    new Field("validation", "Validation share", "", true),
                    new Field("output", "Output model (.safetensors)", "Result", false),
                    new Field("precision", "Precision of the file", "", false),
                    new Field("licence", "Licence", "", true),
                    new Field("report", "Report folder (optional)", "", false),
                    new Field("show", "Show", "", false));

    private static final List<Field> LEARNING =
            List.of(
                    new Field("mode", "Mode", "What learns: the head alone, or all layers", false),
                    new Field("architecture", "Architecture", "", true),
                    new Field("from", "From checkpoint (head needs one)", "", false),
                    new Field("size", "Size of input (px)", "How it learns", false),
                    new Field("epochs", "Epochs", "", true),
                    new Field("batch", "Batch", "", false),
                    new Field("rate", "Rate of learning", "", true),
                    new Field("decay", "Decay of weights", "", false),
                    new Field("balance", "Balance by", "", true),
                    new Field("equivariance", "Equivariance", "", false),
                    new Field("seed", "Seed", "", true),
                    new Field("device", "Device", "", false),
                    new Field("threads", "Threads", "", true));

    static final OptionDialog FORM =
            new OptionDialog(
                    OptionDialog.SHARED + "train.",
                    TrainRequest::option,
                    OptionDialog.fields(List.of(FILES, LEARNING)));

    private TrainDialog() {}

    /**
     * Asks until the values are valid, then remembers and records them.
     *
     * @return empty if the user cancelled
     */
    static Optional<TrainRequest> ask() {
        return FORM.ask(
                given -> {
                    TrainRequest request = TrainRequest.of(given);
                    request.settings().requireRoom();
                    return request;
                });
    }
}
