package sc.fiji.cam.checkpoint;

/**
 * What two names tell about the layers without weights between them: functions, dropout. The
 * children of a Sequential are numbered, and one that has no weights leaves a gap.
 */
enum Between {
    /** Their numbers follow on one another. */
    NOTHING,
    /** A number is missing. */
    SOMETHING,
    /** The layers have names, or end a Sequential inside another. */
    UNKNOWN;

    /**
     * Compares the names of a layer and of the one behind it.
     *
     * @param before {@code net.classifier.1}
     * @param after {@code net.classifier.4}
     */
    static Between of(String before, String after) {
        String[] p = before.split("\\.");
        String[] q = after.split("\\.");
        int d = 0;
        while (d < p.length && d < q.length && p[d].equals(q[d])) d++;
        if (d == p.length || d == q.length || !isNumber(p[d]) || !isNumber(q[d])) return UNKNOWN;
        int step = Integer.parseInt(q[d]) - Integer.parseInt(p[d]);
        if (step > 1) return SOMETHING;
        if (step < 1 || p.length > d + 1) return UNKNOWN;
        for (int i = d + 1; i < q.length; i++) {
            if (!isNumber(q[i])) return UNKNOWN;
            if (Integer.parseInt(q[i]) > 0) return SOMETHING;
        }
        return NOTHING;
    }

    /** Whether a word of a name is the number of a Sequential's child. */
    static boolean isNumber(String word) {
        return word.matches("\\d{1,6}");
    }
}
