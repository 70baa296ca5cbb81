/**
 * The arithmetic of class activation maps: maps from features, completeness, where cells lie in the
 * image, resampling, display steps. Pure functions over {@link sc.fiji.cam.data.Planes}; no files,
 * no engine, no image library.
 */
@NullMarked
package sc.fiji.cam.cam;

import org.jspecify.annotations.NullMarked;
