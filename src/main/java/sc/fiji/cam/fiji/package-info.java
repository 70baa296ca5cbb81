/**
 * Everything that a user of ImageJ and Fiji meets: menu and macro entries ({@link
 * sc.fiji.cam.fiji.ExplainImage}, {@link sc.fiji.cam.fiji.BatchImages}), dialogs, SciJava commands
 * ({@link sc.fiji.cam.fiji.ExplainCommand}, {@link sc.fiji.cam.fiji.BatchCommand}), door for
 * scripts ({@link sc.fiji.cam.fiji.EfficientNetCam}). All of them collect texts by key and hand
 * them to the one {@code ExplainJob} or {@code BatchImagesJob}, which the calling thread waits for.
 */
@NullMarked
package sc.fiji.cam.fiji;

import org.jspecify.annotations.NullMarked;
