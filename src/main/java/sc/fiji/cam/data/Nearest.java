package sc.fiji.cam.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the words that a misspelt one was probably meant to be. */
public final class Nearest {
    private Nearest() {}

    /**
     * The nearest candidates, nearest first.
     *
     * @param word what was written
     * @param candidates what would have been right
     * @param most how many to return at the most
     */
    public static List<String> of(String word, Collection<String> candidates, int most) {
        String lower = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .distinct()
                .sorted(Comparator.comparingInt(c -> distance(lower, c.toLowerCase(Locale.ROOT))))
                .limit(most)
                .toList();
    }

    /**
     * Advice for a word that is none of the candidates: the nearest, and all, without a full stop.
     */
    public static String advice(String word, Collection<String> candidates) {
        return "The nearest is \""
                + of(word, candidates, 1).get(0)
                + "\". All: "
                + String.join(" ", candidates);
    }

    /** Levenshtein distance: insertions, deletions and replacements of single characters. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
