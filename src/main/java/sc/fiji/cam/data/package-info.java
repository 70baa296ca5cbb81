/**
 * The values that cross rooms: records, the array classes {@link sc.fiji.cam.data.Planes}, {@link
 * sc.fiji.cam.data.Picture} and {@link sc.fiji.cam.data.Tensor}, the table of the network's layers
 * ({@link sc.fiji.cam.data.Architecture}), the description of a run ({@link
 * sc.fiji.cam.data.CamSettings}) and the errors. No file, no image library, no engine: every other
 * room may import this one, and it imports none.
 */
@NullMarked
package sc.fiji.cam.data;

import org.jspecify.annotations.NullMarked;
