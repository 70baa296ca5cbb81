/**
 * Synthetic micrographs of polished surfaces, with the truth about them: what the bundled model is
 * trained on and measured with, and the sample images. Arithmetic only: no files, no image library.
 * The same seed gives the same pixels on every platform, whatever order pictures are drawn in.
 */
@NullMarked
package sc.fiji.cam.samples;

import org.jspecify.annotations.NullMarked;
