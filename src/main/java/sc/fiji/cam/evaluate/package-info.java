/**
 * How good are the answers, and the maps? Accuracy and calibration, localisation against masks, and
 * experiments that change the picture and ask again. Arithmetic over values and functions; the
 * network is one of these functions. Positive evidence is {@code max(map, 0)} everywhere here.
 *
 * <p>What each number can say is told in {@code docs/evaluate.md}: completeness is a proof,
 * localisation a use, removing pixels an experiment on the model.
 */
@NullMarked
package sc.fiji.cam.evaluate;

import org.jspecify.annotations.NullMarked;
