package sc.fiji.cam.data;

/** One layer between pooling and logits; numbers in, numbers out. */
public sealed interface HeadLayer permits LinearLayer, ScaleLayer, ActivationLayer {}
