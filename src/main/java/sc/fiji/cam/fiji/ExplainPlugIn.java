package sc.fiji.cam.fiji;

/** Menu and macro entry. */
public final class ExplainPlugIn {
    private ExplainPlugIn() {}
}
