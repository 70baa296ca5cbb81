package sc.fiji.cam.data;

/** How weights are stored in a file that is written. */
public enum Precision implements Choice {
    /** 32 bits a number: what was trained, bit for bit. */
    FLOAT32("float32"),
    /** 16 bits a number (IEEE binary16), rounded to nearest even: half the file. */
    FLOAT16("float16");

    private final String id;

    Precision(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
