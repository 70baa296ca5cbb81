package sc.fiji.cam.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import sc.fiji.cam.data.Planes;

/**
 * Deletion and insertion: pixels of a picture are replaced by those of another, those with the most
 * evidence first, and the network is asked after every step.
 *
 * @param answers before the first step, and after each
 * @see <a href="https://arxiv.org/abs/1806.07421">Petsiuk et al. 2018 (RISE)</a>
 */
public record Replacement(List<Double> answers) {
    /** Copies the list. */
    public Replacement {
        answers = List.copyOf(answers);
    }

    /**
     * Replaces a picture step by step. <em>Deletion</em>: from the picture to a blurred or empty
     * one; a good map makes the answer fall early, so a small area is good. <em>Insertion</em>:
     * from the blurred or empty one to the picture; a large area is good.
     *
     * @param from what is shown at first; read only
     * @param to what is shown in the end, of the same size; read only
     * @param map one plane of the same width and height, signed
     * @param steps at least 1; after step i, {@code round(i * pixels / steps)} are replaced
     * @param answer of the network, usually the probability of the map's class
     */
    public static Replacement run(
            Planes from, Planes to, Planes map, int steps, ToDoubleFunction<Planes> answer) {
        int area = map.values().length;
        if (from.values().length != to.values().length
                || from.height() * from.width() != area
                || steps < 1) {
            throw new IllegalArgumentException(from + ", " + to + ", " + map + ", steps " + steps);
        }
        int[] order = Ranking.descending(map);
        Planes shown = new Planes(from.count(), from.height(), from.width(), from.values().clone());
        List<Double> answers = new ArrayList<>(List.of(answer.applyAsDouble(shown)));
        int done = 0;
        for (int step = 1; step <= steps; step++) {
            int until = (int) Math.round((double) step * area / steps);
            for (; done < until; done++) {
                for (int c = 0; c < from.count(); c++) {
                    int i = c * area + order[done];
                    shown.values()[i] = to.values()[i];
                }
            }
            answers.add(answer.applyAsDouble(shown));
        }
        return new Replacement(answers);
    }

    /** Area below the answers over the share that is replaced, 0 to 1, by trapezoids. */
    public double area() {
        double sum = 0;
        for (int i = 1; i < answers.size(); i++) sum += (answers.get(i - 1) + answers.get(i)) / 2;
        return sum / (answers.size() - 1);
    }
}
