/**
 * What comes with the program: trained models, each with a card that says what it is good for, and
 * sample images. Start at {@link sc.fiji.cam.catalogue.Catalogue#standard} and {@link
 * sc.fiji.cam.catalogue.Samples#standard}. Another model is its weight file beside {@code
 * models.json} and a card there, another sample a file in {@code test-images} and a row in {@code
 * samples.json}. Bytes out; no weights are understood here, no image is decoded, nothing is
 * downloaded.
 */
@NullMarked
package sc.fiji.cam.catalogue;

import org.jspecify.annotations.NullMarked;
