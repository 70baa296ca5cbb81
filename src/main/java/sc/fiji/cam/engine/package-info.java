/**
 * Starts PyTorch, opens models, and turns a picture into a {@link sc.fiji.cam.data.CamResult}.
 * Start at {@link sc.fiji.cam.engine.CamModel}.
 */
@NullMarked
package sc.fiji.cam.engine;

import org.jspecify.annotations.NullMarked;
