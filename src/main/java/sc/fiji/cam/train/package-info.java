/**
 * Trains networks on a user's own classes: pictures by class in ({@code Source}: a folder's files,
 * or whatever knows how to give a picture), one weight file out. Start at {@code Training.run}. No
 * windows here. PyTorch is reached through {@code engine} alone; everything random is drawn here,
 * from the seed, so that a training can be repeated and resumed bit for bit.
 */
@NullMarked
package sc.fiji.cam.train;

import org.jspecify.annotations.NullMarked;
