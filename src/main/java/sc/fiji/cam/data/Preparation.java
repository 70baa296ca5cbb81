package sc.fiji.cam.data;

/**
 * How the picture of a run was brought to the network: what was asked for, what the file said, or
 * the defaults, in this order.
 *
 * @param size of the input
 * @param resize how the picture got that size
 * @param crop share of the resized short side that was kept; counts with {@link ResizeMode#CROP}
 * @param interpolation filter
 * @param scaling the values that the network got
 * @param channels the order of its colours
 */
public record Preparation(
        InputSize size,
        ResizeMode resize,
        double crop,
        Interpolation interpolation,
        Scaling scaling,
        ChannelOrder channels) {}
