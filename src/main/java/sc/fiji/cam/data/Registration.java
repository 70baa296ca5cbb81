package sc.fiji.cam.data;

/** Where cell i of the grid is drawn. */
public enum Registration implements Choice {
    /** At 32 i + off + own: the padding's offset and the centre of the trained weights. */
    WEIGHTS("weights"),
    /** At 32 i + off: as if all kernels were symmetric. */
    GEOMETRY("geometry"),
    /** The grid stretched over the input, as most libraries draw it. */
    STRETCH("stretch");

    private final String id;

    Registration(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
