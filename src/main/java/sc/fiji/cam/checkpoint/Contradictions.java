package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.cam.data.Architecture;

/**
 * Where a file, or a configuration beside it, tells of another network than its tensors: one of the
 * two was exchanged. The tensors count.
 */
final class Contradictions {
    private static final Pattern SIZE = Pattern.compile("efficientnet[-_]?(b\\d)(?![0-9])");
    private static final String[] ARCHITECTURE = {"architecture", "arch", "model_name"};
    private static final String[] CLASSES = {"num_classes", "num_labels"};

    private Contradictions() {}

    /**
     * Says them.
     *
     * @param architecture as the tensors have it
     * @param outputs rows of the last layer
     * @param notes gets a sentence for each
     */
    static void note(Extras extras, Architecture architecture, int outputs, List<String> notes) {
        for (Extras.Entry entry : extras.all(ARCHITECTURE)) {
            Matcher size = SIZE.matcher(entry.value().toString());
            boolean other = size.find() && !size.group(1).equals(architecture.id());
            if (other) notes.add(sentence(entry, "those of a " + architecture));
        }
        for (Extras.Entry entry : extras.all(CLASSES)) {
            // What timm started from stands deeper, with the classes that it had then.
            boolean outermost = !entry.key().contains(".");
            boolean other = entry.value() instanceof Number n && !fits(n.doubleValue(), outputs);
            if (outermost && other) notes.add(sentence(entry, "of " + outputs + " outputs"));
        }
    }

    /** One output is two classes, and some say so. */
    private static boolean fits(double classes, int outputs) {
        return classes == outputs || outputs == 1 && classes == 2;
    }

    private static String sentence(Extras.Entry entry, String tensors) {
        String source = entry.source().equals("file") ? "The file" : entry.source();
        String value = String.valueOf(entry.value());
        if (entry.value() instanceof Double d && d == Math.rint(d)) value = "" + d.longValue();
        return source
                + " says "
                + entry.key()
                + " = "
                + value
                + ", but the tensors are "
                + tensors
                + ": the tensors count.";
    }
}
