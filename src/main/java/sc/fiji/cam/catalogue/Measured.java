package sc.fiji.cam.catalogue;

/**
 * How good a model was on pictures that its training never saw: the numbers that {@code ./cam
 * evaluate --json} prints, shares from 0 to 1.
 *
 * @param data command that made the pictures
 * @param images number of pictures
 * @param accuracy share whose top class was the true one
 * @param calibrationError expected difference of probability and accuracy
 * @param pointing share of maps whose largest cell is at the object, give or take a cell
 * @param energy share of the positive evidence that is there
 * @param gaussian the same of a bell in the middle of every picture
 * @param shuffled the same of the map with its cells in random order
 */
public record Measured(
        String data,
        int images,
        double accuracy,
        double calibrationError,
        double pointing,
        double energy,
        Place gaussian,
        Place shuffled) {

    /**
     * How well something finds the object.
     *
     * @param pointing as above
     * @param energy as above
     */
    public record Place(double pointing, double energy) {
        /** Checks the shares. */
        public Place {
            share("pointing", pointing);
            share("energy", energy);
        }
    }

    /** Checks the shares. */
    public Measured {
        if (data == null || data.isBlank()) throw new IllegalArgumentException("data is missing");
        if (images < 1) throw new IllegalArgumentException("images=" + images + ", needs >= 1");
        share("accuracy", accuracy);
        share("calibrationError", calibrationError);
        share("pointing", pointing);
        share("energy", energy);
        if (gaussian == null) throw new IllegalArgumentException("gaussian is missing");
        if (shuffled == null) throw new IllegalArgumentException("shuffled is missing");
    }

    private static void share(String name, double value) {
        if (value >= 0 && value <= 1) return;
        throw new IllegalArgumentException(name + "=" + value + ", needs 0 to 1");
    }
}
