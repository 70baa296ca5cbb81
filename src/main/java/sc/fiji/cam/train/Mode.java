package sc.fiji.cam.train;

import sc.fiji.cam.data.Choice;

/** Which part of a network learns. */
public enum Mode implements Choice {
    /** The classifier alone, on the features of a network that stays as it is. */
    HEAD("head"),
    /** All layers. */
    FULL("full");

    private final String id;

    Mode(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
