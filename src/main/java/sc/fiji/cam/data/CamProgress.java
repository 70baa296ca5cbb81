package sc.fiji.cam.data;

/** Where a run reports how far it is, and asks whether to stop. */
public interface CamProgress {
    /** Reports nothing and never stops. */
    CamProgress NONE =
            new CamProgress() {
                @Override
                public void update(double fraction, String message) {}

                @Override
                public boolean cancelled() {
                    return false;
                }
            };

    /**
     * Says how far the run is.
     *
     * @param fraction 0 to 1
     * @param message what is being done
     */
    void update(double fraction, String message);

    /** Whether the user wants to stop; asked between steps. */
    boolean cancelled();
}
