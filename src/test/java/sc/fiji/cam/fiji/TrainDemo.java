package sc.fiji.cam.fiji;

import ij.ImageJ;

/** Opens ImageJ with the dialog of a training, to be looked at. Needs a display. */
final class TrainDemo {
    private TrainDemo() {}

    /**
     * @param args none for the dialog; else the options of a macro, for what is shown at the end
     */
    public static void main(String[] args) {
        new ImageJ();
        if (args.length == 0) new TrainImages().run("");
        else MacroThread.run(new TrainImages(), args[0], null);
    }
}
