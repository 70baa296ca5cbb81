/**
 * Everything that a user of ImageJ and Fiji meets: menu and macro entry ({@link
 * sc.fiji.cam.fiji.ExplainImage}), dialog, SciJava command ({@link
 * sc.fiji.cam.fiji.ExplainCommand}), door for scripts ({@link sc.fiji.cam.fiji.EfficientNetCam}).
 * All of them collect texts by key and hand them to the one {@code ExplainJob}, which works on the
 * thread that calls it.
 */
@NullMarked
package sc.fiji.cam.fiji;

import org.jspecify.annotations.NullMarked;
