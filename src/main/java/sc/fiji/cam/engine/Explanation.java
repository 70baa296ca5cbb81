package sc.fiji.cam.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sc.fiji.cam.cam.ExactCam;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.network.Program;

/**
 * What one forward pass says: ranked classes, the maps asked for, and remarks.
 *
 * @param predictions all classes, largest logit first
 * @param maps in the order asked for
 * @param notes whole sentences
 */
record Explanation(List<Prediction> predictions, List<ClassMap> maps, List<String> notes) {

    static Explanation of(
            Checkpoint checkpoint, CamSettings settings, Program.Run run, Answer answer) {
        float[] logits = answer.logits();
        requireFinite(checkpoint, logits);
        List<Integer> ranked = rank(logits);
        List<Prediction> predictions = predictions(checkpoint, logits, ranked);
        List<Integer> classes = settings.target().resolve(checkpoint.labels(), ranked);
        Method method = method(checkpoint, settings);
        List<Grid> grids =
                method == Method.LAST_CONV
                        ? lastConvolution(checkpoint, run, classes)
                        : answer.grids(classes);
        Prediction[] byClass = new Prediction[logits.length];
        for (Prediction p : predictions) byClass[p.classIndex()] = p;
        Pooling pooling = checkpoint.head().pooling();
        List<ClassMap> maps = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            Prediction p = byClass[classes.get(i)];
            Planes map = grids.get(i).map();
            double bias = grids.get(i).bias();
            requireFinite(checkpoint, map.values());
            double off = ExactCam.completeness(map, pooling, bias, p.logit());
            maps.add(new ClassMap(p, method, map, pooling, bias, off, ExactCam.bound(map)));
        }
        return new Explanation(predictions, maps, notes(checkpoint, maps, settings));
    }

    /**
     * The map that can be had: a head that is not one linear layer has no class activation map.
     *
     * @throws sc.fiji.cam.data.WrongUse if the last convolution is asked for where no linear layer
     *     reads it
     */
    static Method method(Checkpoint checkpoint, CamSettings settings) {
        if (checkpoint.head().linear().isPresent()) return settings.method();
        if (settings.method() == Method.LAST_CONV) {
            throw Options.wrong(
                    "method",
                    "last-conv",
                    "cam or gradient: the head is " + checkpoint.head().describe());
        }
        return Method.GRADIENT;
    }

    private static void requireFinite(Checkpoint checkpoint, float[] values) {
        for (float v : values) {
            if (Float.isFinite(v)) continue;
            throw new BadCheckpoint(
                    checkpoint.facts().file(),
                    "the network answers " + v + ", expected finite numbers",
                    "Its weights are too large for 32-bit arithmetic: use an earlier checkpoint.");
        }
    }

    private static List<Grid> lastConvolution(
            Checkpoint checkpoint, Program.Run run, List<Integer> classes) {
        Planes input = run.headInput();
        LinearLayer layer = checkpoint.head().last();
        String kernelName = checkpoint.architecture().head().kernelName();
        float[] kernel = checkpoint.weights().get(kernelName).values();
        return classes.stream()
                .map(
                        c ->
                                new Grid(
                                        ExactCam.lastConvolution(input, kernel, layer, c),
                                        layer.bias(c)))
                .toList();
    }

    private static List<Integer> rank(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -logits[c]))
                .toList();
    }

    private static List<Prediction> predictions(
            Checkpoint checkpoint, float[] logits, List<Integer> ranked) {
        double[] probabilities = checkpoint.head().output().probabilities(logits);
        List<Prediction> list = new ArrayList<>();
        for (int c : ranked) {
            String label = checkpoint.labels().names().get(c);
            list.add(new Prediction(list.size() + 1, c, label, logits[c], probabilities[c]));
        }
        return list;
    }

    private static List<String> notes(
            Checkpoint checkpoint, List<ClassMap> maps, CamSettings settings) {
        List<String> notes = new ArrayList<>();
        if (checkpoint.head().linear().isEmpty()) {
            notes.add(
                    "No class activation map exists for this head ("
                            + checkpoint.head().describe()
                            + "): shown is the gradient map at the last features.");
        }
        for (ClassMap map : maps) {
            String name = map.prediction().classIndex() + " (" + map.prediction().label() + ")";
            if (map.method() != Method.LAST_CONV && !(map.completeness() <= map.bound())) {
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "The map of class %s misses its logit by %.3g, more than the bound"
                                        + " of %.3g: do not trust its sum.",
                                name,
                                map.completeness(),
                                map.bound()));
            }
            if (settings.display() == Display.POSITIVE && !(map.grid().max() > 0)) {
                notes.add(
                        "Nothing speaks for class "
                                + name
                                + ": no cell of its map is positive, so the heatmap is empty."
                                + " display=signed shows what speaks against it.");
            }
        }
        return notes;
    }
}
