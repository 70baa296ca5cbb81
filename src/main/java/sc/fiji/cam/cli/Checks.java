package sc.fiji.cam.cli;

import sc.fiji.cam.data.Options;

/** Checks of the command line that are not options of a run. */
final class Checks {
    private Checks() {}

    /** Refuses 0 and less. */
    static void atLeastOne(String option, int value) {
        if (value < 1) throw Options.wrong(option, Integer.toString(value), "at least 1");
    }
}
