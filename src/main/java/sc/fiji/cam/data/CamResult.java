package sc.fiji.cam.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What one picture gave.
 *
 * @param title of the picture
 * @param model the model
 * @param predictions all classes, largest logit first
 * @param maps the maps asked for, in the order asked for
 * @param preparation how the picture was brought to the network
 * @param geometry grid and placement
 * @param device where the network ran
 * @param threads processor threads used
 * @param timings of the steps
 * @param notes what the user should know, whole sentences
 */
public record CamResult(
        String title,
        ModelFacts model,
        List<Prediction> predictions,
        List<ClassMap> maps,
        Preparation preparation,
        GridGeometry geometry,
        String device,
        int threads,
        Timings timings,
        List<String> notes) {

    /** The same result with one more note, in front of the others. */
    public CamResult noting(String note) {
        List<String> more = new ArrayList<>(List.of(note));
        more.addAll(notes);
        return new CamResult(
                title,
                model,
                predictions,
                maps,
                preparation,
                geometry,
                device,
                threads,
                timings,
                more);
    }
}
