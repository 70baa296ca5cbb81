package sc.fiji.cam.samples;

/**
 * How one scene is looked at; for series of the same place.
 *
 * @param defocus further blur: standard deviation, units of 1/300 of the edge
 * @param growth share of the defect's final size, above 0, at most 1
 * @param exposure number of the picture in its series: each has its own noise
 */
public record View(double defocus, double growth, int exposure) {
    /** In focus, fully grown, a single picture. */
    public static final View PLAIN = new View(0, 1, 0);

    /** Checks the ranges. */
    public View {
        if (!(defocus >= 0 && growth > 0 && growth <= 1)) {
            throw new IllegalArgumentException("defocus=" + defocus + ", growth=" + growth);
        }
    }
}
