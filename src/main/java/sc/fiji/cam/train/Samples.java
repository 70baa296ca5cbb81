package sc.fiji.cam.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.Cancelled;

/**
 * Pictures by class. Classes are in alphabetical order (that of the characters' codes).
 *
 * @param classes names, in order
 * @param list every usable picture
 * @param skipped what is wrong with the others, one sentence each
 */
public record Samples(List<String> classes, List<Sample> list, List<String> skipped) {
    /** One image to learn from and one to be tested by. */
    private static final int FEWEST = 2;

    /** Copies the lists. */
    public Samples {
        classes = List.copyOf(classes);
        list = List.copyOf(list);
        skipped = List.copyOf(skipped);
    }

    /**
     * Opens every picture once, and keeps those that can be used.
     *
     * @param origin of all of them, for messages
     * @param byClass sources by the name of their class
     * @param skipped what could not even become a source, one sentence each
     * @param progress asked between pictures whether to stop
     * @throws BadPicture if there are fewer than two classes, two that differ in upper and lower
     *     case only, or a class with fewer than two usable pictures
     */
    public static Samples of(
            String origin,
            SortedMap<String, List<Source>> byClass,
            List<String> skipped,
            CamProgress progress) {
        List<String> classes = List.copyOf(byClass.keySet());
        requireTwo(origin, classes);
        requireDistinct(origin, classes);
        List<Sample> found = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            for (Source source : byClass.get(classes.get(c))) found.add(new Sample(source, c));
        }
        List<Sample> usable = new ArrayList<>();
        List<String> others = new ArrayList<>(skipped);
        for (int i = 0; i < found.size(); i++) {
            if (progress.cancelled()) throw new Cancelled();
            Sample sample = found.get(i);
            progress.update(i / (double) found.size(), "Checking " + sample.source().name());
            try {
                sample.picture();
                usable.add(sample);
            } catch (BadPicture e) {
                others.add(e.getMessage());
            }
        }
        Samples samples = new Samples(classes, usable, others);
        samples.requireEnough(origin);
        return samples;
    }

    private static void requireTwo(String origin, List<String> classes) {
        if (classes.size() >= 2) return;
        throw new BadPicture(
                origin,
                "found one class, \"" + classes.get(0) + "\", expected at least two",
                "Add images of what is not \"" + classes.get(0) + "\" as a class of their own.");
    }

    private static void requireDistinct(String origin, List<String> classes) {
        Map<String, String> seen = new HashMap<>();
        for (String name : classes) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other == null) continue;
            throw new BadPicture(
                    origin,
                    "classes \""
                            + other
                            + "\" and \""
                            + name
                            + "\" differ in upper and lower case only",
                    "Rename one of them, or put their images together.");
        }
    }

    private void requireEnough(String origin) {
        for (int c = 0; c < classes.size(); c++) {
            int label = c;
            long count = list.stream().filter(s -> s.label() == label).count();
            if (count >= FEWEST) continue;
            String first = skipped.isEmpty() ? "" : " Skipped: " + skipped.get(0);
            throw new BadPicture(
                    origin + ", class \"" + classes.get(c) + "\"",
                    "found " + count + " readable images, expected at least " + FEWEST,
                    "Add images of this class, or leave it out." + first);
        }
    }
}
