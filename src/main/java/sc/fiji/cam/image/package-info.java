/**
 * ImageJ and ImgLib2 images to pictures, and results back to images, overlays and files. No windows
 * and no dialogs.
 */
@NullMarked
package sc.fiji.cam.image;

import org.jspecify.annotations.NullMarked;
