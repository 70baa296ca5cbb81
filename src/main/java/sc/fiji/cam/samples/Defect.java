package sc.fiji.cam.samples;

import sc.fiji.cam.data.Choice;

/** What a micrograph shows besides its surface; the classes of the bundled model. */
public enum Defect implements Choice {
    /** Nothing. */
    CLEAN("clean", (canvas, draws, growth) -> {}),
    /** A single deep groove. */
    SCRATCH("scratch", Scratches::draw),
    /** Round holes, nearly black. */
    PORE("pore", Pores::draw),
    /** Angular or drawn-out particles of another material, grey. */
    INCLUSION("inclusion", Inclusions::draw),
    /** A jagged dark line that thins out, with or without branches. */
    CRACK("crack", Cracks::draw);

    /** Draws a kind of defect. */
    interface Painter {
        /**
         * @param canvas with the surface on it
         * @param draws of this part
         * @param growth share of the final size, 0 to 1
         */
        void draw(Canvas canvas, Draws draws, double growth);
    }

    private final String id;
    private final Painter painter;

    Defect(String id, Painter painter) {
        this.id = id;
        this.painter = painter;
    }

    /** The name of the class and its folder. */
    @Override
    public String id() {
        return id;
    }

    /** Draws one over a surface. */
    void draw(Canvas canvas, Draws draws, double growth) {
        painter.draw(canvas, draws, growth);
    }
}
