package sc.fiji.cam.fiji;

import ij.ImageJ;

/** Opens ImageJ with the dialog of a batch, to be looked at. Needs a display. */
final class BatchDemo {
    private BatchDemo() {}

    /**
     * @param args unused
     */
    public static void main(String[] args) {
        new ImageJ();
        new BatchImages().run("");
    }
}
