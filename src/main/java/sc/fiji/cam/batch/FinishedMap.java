package sc.fiji.cam.batch;

import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Prediction;

/**
 * One map of a finished page.
 *
 * @param classIndex number of the class, from 0
 * @param label its name
 * @param probability 0 to 1
 * @param logit output before softmax
 * @param method id of the method of the map: {@code cam}, {@code gradient}, {@code last-conv}
 * @param completeness {@code |mean + bias - logit|}, logits
 * @param exact whether it is a class activation map that sums to the logit
 * @param overlay its overlay, relative to the output folder, with {@code /}; empty if there is none
 */
public record FinishedMap(
        int classIndex,
        String label,
        double probability,
        double logit,
        String method,
        double completeness,
        boolean exact,
        String overlay) {

    static FinishedMap of(ClassMap map, String overlay) {
        Prediction prediction = map.prediction();
        return new FinishedMap(
                prediction.classIndex(),
                prediction.label(),
                prediction.probability(),
                prediction.logit(),
                map.method().id(),
                map.completeness(),
                map.exact(),
                overlay);
    }
}
