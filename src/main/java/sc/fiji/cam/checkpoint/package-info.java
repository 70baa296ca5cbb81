/**
 * Weight files to checked, named tensors: bytes in, {@link sc.fiji.cam.checkpoint.Checkpoint} out.
 * No network, no image. Start at {@link sc.fiji.cam.checkpoint.Checkpoints#read}; a new format is a
 * {@code CheckpointReader} in its list, another library's names a table in {@code Dialects}.
 * Nothing found in a file is ever executed.
 */
@NullMarked
package sc.fiji.cam.checkpoint;

import org.jspecify.annotations.NullMarked;
