package sc.fiji.cam.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sc.fiji.cam.cam.ExactCam;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.ClassifierHead;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.Planes;
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
            Checkpoint checkpoint, CamSettings settings, Program.Run run, float[] logits) {
        requireFinite(checkpoint, logits);
        List<Integer> ranked = rank(logits);
        List<Prediction> predictions = predictions(checkpoint, logits, ranked);
        List<Integer> classes = settings.target().resolve(checkpoint.labels(), ranked);
        List<Planes> grids =
                settings.method() == Method.CAM
                        ? exact(run, classes)
                        : lastConvolution(checkpoint, run, classes);
        for (Planes grid : grids) requireFinite(checkpoint, grid.values());
        Prediction[] byClass = new Prediction[logits.length];
        for (Prediction p : predictions) byClass[p.classIndex()] = p;
        List<ClassMap> maps = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            Prediction prediction = byClass[classes.get(i)];
            double bias = checkpoint.head().bias(prediction.classIndex());
            Planes grid = grids.get(i);
            double off = ExactCam.completeness(grid, bias, prediction.logit());
            double bound = ExactCam.bound(grid);
            maps.add(new ClassMap(prediction, settings.method(), grid, bias, off, bound));
        }
        return new Explanation(predictions, maps, notes(maps, settings));
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

    private static List<Planes> exact(Program.Run run, List<Integer> classes) {
        Planes all = run.maps();
        return classes.stream().map(all::plane).toList();
    }

    private static List<Planes> lastConvolution(
            Checkpoint checkpoint, Program.Run run, List<Integer> classes) {
        Planes input = run.headInput();
        ClassifierHead head = checkpoint.head();
        String kernelName = checkpoint.architecture().head().kernelName();
        float[] kernel = checkpoint.weights().get(kernelName).values();
        return classes.stream().map(c -> ExactCam.lastConvolution(input, kernel, head, c)).toList();
    }

    private static List<Integer> rank(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -logits[c]))
                .toList();
    }

    private static List<Prediction> predictions(
            Checkpoint checkpoint, float[] logits, List<Integer> ranked) {
        double[] probabilities = softmax(logits);
        List<Prediction> list = new ArrayList<>();
        for (int c : ranked) {
            String label = checkpoint.labels().names().get(c);
            list.add(new Prediction(list.size() + 1, c, label, logits[c], probabilities[c]));
        }
        return list;
    }

    private static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float z : logits) max = Math.max(max, z);
        double[] p = new double[logits.length];
        for (int c = 0; c < p.length; c++) p[c] = Math.exp(logits[c] - max);
        double sum = Arrays.stream(p).sum();
        for (int c = 0; c < p.length; c++) p[c] /= sum;
        return p;
    }

    private static List<String> notes(List<ClassMap> maps, CamSettings settings) {
        List<String> notes = new ArrayList<>();
        for (ClassMap map : maps) {
            String name = map.prediction().classIndex() + " (" + map.prediction().label() + ")";
            if (map.method() == Method.CAM && !map.exact()) {
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
