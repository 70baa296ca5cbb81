/**
 * From the table of layers to programs that run: batch norm folded, TorchScript written as text,
 * weights handed over as tensors. Knows no file and no image.
 */
@NullMarked
package sc.fiji.cam.network;

import org.jspecify.annotations.NullMarked;
