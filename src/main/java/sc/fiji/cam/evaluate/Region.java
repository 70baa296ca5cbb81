package sc.fiji.cam.evaluate;

import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;

/** A set of pixels of an image. */
public final class Region {
    private final int width;
    private final int height;
    private final boolean[] inside;

    private Region(int width, int height, boolean[] inside) {
        this.width = width;
        this.height = height;
        this.inside = inside;
    }

    /**
     * The pixels that are not 0.
     *
     * @param mask one plane
     */
    public static Region of(Planes mask) {
        if (mask.count() != 1) throw new IllegalArgumentException(mask + ", needs one plane");
        boolean[] inside = new boolean[mask.values().length];
        for (int i = 0; i < inside.length; i++) inside[i] = mask.values()[i] != 0;
        return new Region(mask.width(), mask.height(), inside);
    }

    /** Width of the image, pixels. */
    public int width() {
        return width;
    }

    /** Height of the image, pixels. */
    public int height() {
        return height;
    }

    /** Number of pixels inside. */
    public int size() {
        int size = 0;
        for (boolean b : inside) size += b ? 1 : 0;
        return size;
    }

    /** Whether a pixel is inside. */
    public boolean contains(int x, int y) {
        return inside[y * width + x];
    }

    /**
     * The pixels with a pixel of this region in the rectangle around them.
     *
     * @param reach half the rectangle's sides, pixels; a pixel counts if its centre is not farther
     */
    public Region dilated(Point reach) {
        boolean[] wide = new boolean[inside.length];
        int rx = (int) Math.min(width, reach.x());
        int ry = (int) Math.min(height, reach.y());
        for (int y = 0; y < height; y++) dilate(inside, wide, y * width, 1, width, rx);
        boolean[] both = new boolean[inside.length];
        for (int x = 0; x < width; x++) dilate(wide, both, x, width, height, ry);
        return new Region(width, height, both);
    }

    /** One row or column: {@code seen} is the last member up to {@code reach} ahead. */
    private static void dilate(
            boolean[] from, boolean[] to, int start, int step, int length, int reach) {
        int seen = Integer.MIN_VALUE / 2;
        for (int i = -reach; i < length; i++) {
            int front = i + reach;
            if (front < length && from[start + front * step]) seen = front;
            if (i >= 0 && i - seen <= reach) to[start + i * step] = true;
        }
    }
}
