/**
 * Colour tables and blending. No windows; the colours themselves lie under {@code resources/luts}.
 */
@NullMarked
package sc.fiji.cam.render;

import org.jspecify.annotations.NullMarked;
