/** Menu, macro and SciJava entries, dialogs, overlay on the user's image, Results table. */
@NullMarked
package sc.fiji.cam.fiji;

import org.jspecify.annotations.NullMarked;
