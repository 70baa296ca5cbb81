/**
 * Trains networks on a user's own classes: a folder with one sub-folder per class in, one weight
 * file out. Start at {@link sc.fiji.cam.train.Training#run}. PyTorch is reached through {@code
 * engine} alone; everything random is drawn here, from the seed, so that a training can be repeated
 * and resumed bit for bit.
 */
@NullMarked
package sc.fiji.cam.train;

import org.jspecify.annotations.NullMarked;
