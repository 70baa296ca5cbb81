package sc.fiji.cam.batch;

import sc.fiji.cam.data.Picture;

/** Lets pictures into the pipeline while there is room for them; a huge one goes alone. */
final class PictureMemory {
    /** Decoded, coloured, blended and packed, at the worst moment. */
    private static final int BYTES_PER_PIXEL = 16;

    private final long capacity = Runtime.getRuntime().maxMemory() / 2;
    private long used;
    private boolean stopped;

    /** Waits for room; false if stopped meanwhile. */
    synchronized boolean take(Picture picture) {
        while (used > 0 && used + bytes(picture) > capacity && !stopped) {
            try {
                wait();
            } catch (InterruptedException e) {
                // As in Belt.
            }
        }
        used += bytes(picture);
        return !stopped;
    }

    synchronized void giveBack(Picture picture) {
        used -= bytes(picture);
        notifyAll();
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private static long bytes(Picture picture) {
        return (long) picture.width() * picture.height() * BYTES_PER_PIXEL;
    }
}
