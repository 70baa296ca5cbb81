package sc.fiji.cam.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Images to learn from, and images to be tested by: the same share of every class, at least one of
 * each on both sides.
 *
 * @param training in the order of the samples
 * @param validation in the order of the samples
 */
record Split(List<Sample> training, List<Sample> validation) {
    /**
     * Divides the samples.
     *
     * @param share of every class that is put aside, above 0, below 1
     * @param seed the same seed gives the same division
     */
    static Split of(Samples samples, double share, long seed) {
        Set<Sample> aside = new HashSet<>();
        for (int c = 0; c < samples.classes().size(); c++) {
            int label = c;
            List<Sample> all =
                    new ArrayList<>(
                            samples.list().stream().filter(s -> s.label() == label).toList());
            Collections.shuffle(all, new Random(Seeds.of(seed, Seeds.SPLIT, c)));
            int count = (int) Math.round(share * all.size());
            aside.addAll(all.subList(0, Math.max(1, Math.min(all.size() - 1, count))));
        }
        return new Split(
                samples.list().stream().filter(s -> !aside.contains(s)).toList(),
                samples.list().stream().filter(aside::contains).toList());
    }

    /** Classes of the images put aside. */
    List<Integer> labels() {
        return validation.stream().map(Sample::label).toList();
    }
}
