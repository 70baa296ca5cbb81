package sc.fiji.cam.data;

/** How an image is brought to the network's input size. */
public enum ResizeMode implements Choice {
    /** Each axis on its own; nothing is lost, proportions change. */
    STRETCH("stretch"),
    /** Short side to size / crop, then the centre. */
    CROP("crop"),
    /** Long side to size; the rest is padded with the mean colour. */
    FIT("fit");

    private final String id;

    ResizeMode(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
