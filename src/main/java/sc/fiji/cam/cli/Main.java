package sc.fiji.cam.cli;

/** Start of the command line. */
public final class Main {
    private Main() {}
}
