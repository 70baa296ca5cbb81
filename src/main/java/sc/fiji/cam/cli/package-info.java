/**
 * The command line: {@code ./cam explain}, {@code inspect}, {@code benchmark}. The only room that
 * prints, and the only entry that promises exit codes.
 */
@NullMarked
package sc.fiji.cam.cli;

import org.jspecify.annotations.NullMarked;
