package sc.fiji.cam.batch;

import java.util.List;
import java.util.function.Function;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Prediction;

/**
 * One page of an image that was explained: what tables and contact sheet are made of.
 *
 * @param image path as given
 * @param slice number of the page, from 1
 * @param pages of the image, at least 1
 * @param top the classes of the table, largest logit first
 * @param maps in the order asked for, at least one
 */
public record FinishedPage(
        String image, int slice, int pages, List<Prediction> top, List<FinishedMap> maps) {

    /**
     * What is kept of a result.
     *
     * @param most classes of the table
     * @param overlay the overlay of a map, empty if there is none
     */
    static FinishedPage of(
            String image,
            int slice,
            int pages,
            CamResult result,
            int most,
            Function<ClassMap, String> overlay) {
        int top = Math.min(most, result.predictions().size());
        List<FinishedMap> maps =
                result.maps().stream().map(m -> FinishedMap.of(m, overlay.apply(m))).toList();
        return new FinishedPage(image, slice, pages, result.predictions().subList(0, top), maps);
    }
}
