package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WrongUse;

/** Chooses among several networks in one file: by the option, else the averaged copy. */
final class NetworkChoice {
    private NetworkChoice() {}

    /**
     * Chooses.
     *
     * @param fitting the networks
     * @param entry name of the one that is meant, or the beginning of its name; empty: any
     * @param notes gets a sentence if an averaged copy was preferred
     * @return empty if there are none
     * @throws WrongUse if none has the name that was asked for
     * @throws UnsupportedCheckpoint if nothing tells which of several is meant
     */
    static Optional<Match> of(
            String origin, List<Match> fitting, String entry, List<String> notes) {
        List<Match> different = new ArrayList<>();
        for (Match match : fitting) {
            boolean known = different.stream().anyMatch(match::isSame);
            boolean asked = !entry.isEmpty() && isNamed(match, entry);
            // The same weights may have two names, as modules that hold one another do.
            if (!known || asked) different.add(match);
        }
        if (entry.isEmpty())
            return different.size() < 2 ? first(different) : averaged(origin, different, notes);
        List<Match> named = different.stream().filter(m -> isNamed(m, entry)).toList();
        if (named.size() == 1) return first(named);
        throw new WrongUse(
                "option entry",
                "found \"" + entry + "\", the networks in " + origin + " are " + names(different),
                "");
    }

    private static boolean isNamed(Match match, String entry) {
        return match.place().equals(entry) || match.prefix().startsWith(entry + ".");
    }

    private static Optional<Match> first(List<Match> matches) {
        return matches.stream().findFirst();
    }

    private static Optional<Match> averaged(
            String origin, List<Match> several, List<String> notes) {
        List<Match> averaged =
                several.stream().filter(m -> StateDicts.isAveraged(m.prefix())).toList();
        if (averaged.size() != 1) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "holds several networks: " + names(several),
                    "Name the one that is meant: entry=" + several.get(0).place() + ".");
        }
        List<Match> others = several.stream().filter(m -> m != averaged.get(0)).toList();
        notes.add(
                "The file holds several copies of the network; read was "
                        + names(averaged)
                        + ", the averaged one (EMA), not "
                        + names(others)
                        + ".");
        return first(averaged);
    }

    private static String names(List<Match> matches) {
        return matches.stream()
                .map(m -> m.place().isEmpty() ? "one without a name" : "\"" + m.place() + "\"")
                .collect(Collectors.joining(", "));
    }
}
