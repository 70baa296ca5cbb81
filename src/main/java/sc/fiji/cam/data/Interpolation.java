package sc.fiji.cam.data;

/** The resampling filter, as Pillow computes it. */
public enum Interpolation implements Choice {
    /** Nearest pixel. */
    NEAREST("nearest"),
    /** Triangle filter, widened when shrinking. */
    BILINEAR("bilinear"),
    /** Cubic filter with a = -0.5, widened when shrinking. */
    BICUBIC("bicubic");

    private final String id;

    Interpolation(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
