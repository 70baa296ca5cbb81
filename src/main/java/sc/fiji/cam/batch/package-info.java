/**
 * Many images in one job: inputs, names, journal, pipeline, tables. {@link
 * sc.fiji.cam.batch.BatchJob} is the way in; names, tables and files of pictures are also those of
 * single runs.
 */
@NullMarked
package sc.fiji.cam.batch;

import org.jspecify.annotations.NullMarked;
