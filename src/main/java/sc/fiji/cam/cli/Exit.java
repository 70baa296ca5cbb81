package sc.fiji.cam.cli;

import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.WrongUse;

/** What the exit codes mean; scripts rely on them. */
final class Exit {
    /** Everything asked for was done. */
    static final int DONE = 0;

    /** Something named could not be read, used or written. */
    static final int FAILED = 1;

    /** The command line itself is wrong; nothing was done. */
    static final int WRONG_USE = 2;

    /** The user stopped it. */
    static final int CANCELLED = 130;

    private Exit() {}

    static int of(Throwable problem) {
        if (problem instanceof Cancelled) return CANCELLED;
        return problem instanceof WrongUse ? WRONG_USE : FAILED;
    }
}
