package sc.fiji.cam.data;

/** How the cells of one feature channel become one number. */
public enum Pooling implements Choice {
    /** Mean over all cells: every cell has its share of the logit. */
    AVERAGE("average"),
    /** Largest cell: each channel speaks for one cell only. */
    MAX("max");

    private final String id;

    Pooling(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
