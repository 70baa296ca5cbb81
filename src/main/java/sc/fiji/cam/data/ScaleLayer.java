package sc.fiji.cam.data;

import java.util.Arrays;

/**
 * A folded batch normalisation that no linear layer could take up: {@code out[k] = scale[k] * in[k]
 * + shift[k]}.
 *
 * @param scale K
 * @param shift K
 */
public record ScaleLayer(Tensor scale, Tensor shift) implements HeadLayer {
    /** Checks the shapes. */
    public ScaleLayer {
        if (scale.shape().length != 1 || !Arrays.equals(scale.shape(), shift.shape())) {
            throw new IllegalArgumentException("scaling by " + scale + " and " + shift);
        }
    }
}
