package sc.fiji.cam.evaluate;

import java.util.Optional;

/**
 * One picture whose class is known, and what the network said.
 *
 * @param truth number of its class
 * @param answer number of the class with the largest logit
 * @param probability of the answer, 0 to 1
 * @param found how the map of the true class finds the object; empty without mask
 */
public record Judged(int truth, int answer, double probability, Optional<Found> found) {

    /**
     * One picture's scores, side by side.
     *
     * @param map of the map
     * @param gaussian of a spot in the middle
     * @param shuffled of the map's values in random cells
     */
    public record Found(Localisation map, Localisation gaussian, Localisation shuffled) {}

    /** Whether the network is right. */
    public boolean right() {
        return truth == answer;
    }
}
