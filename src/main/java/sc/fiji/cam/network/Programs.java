package sc.fiji.cam.network;

/** To be written. */
final class Programs {
    private Programs() {}
}
