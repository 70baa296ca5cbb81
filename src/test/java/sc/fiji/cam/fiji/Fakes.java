package sc.fiji.cam.fiji;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.Preparation;
import sc.fiji.cam.data.Rect;
import sc.fiji.cam.data.ResizeMode;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Timings;
import sc.fiji.cam.engine.Explainer;

/** Answers without a network: class c of three has logit 3 - c, and a map that is lit left. */
final class Fakes {
    private static final Labels LABELS = new Labels(List.of("cat", "dog", "tabby, cat"), "test");

    private static final ModelFacts FACTS =
            new ModelFacts("m", "0", "memory", "test", "torch", "b0");

    private Fakes() {}

    /** A job whose models answer at once. */
    static ExplainJob job() {
        return new ExplainJob(new ModelCache(settings -> model()));
    }

    /** A model that answers at once. */
    static Explainer model() {
        return new Model();
    }

    /** What {@link #model} gives; others may answer otherwise. */
    static class Model implements Explainer {
        @Override
        public Checkpoint checkpoint() {
            throw new AssertionError("the job does not ask");
        }

        @Override
        public Map<String, String> identity() {
            return Map.of("name", "fake");
        }

        @Override
        public ModelFacts facts() {
            return FACTS;
        }

        @Override
        public void check(CamSettings settings) {
            settings.target().check(LABELS);
        }

        @Override
        public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
            progress.update(0.5, "Running");
            return result(picture, settings);
        }

        @Override
        public void close() {}
    }

    /** The answer for a picture. */
    static CamResult result(Picture picture, CamSettings settings) {
        List<Integer> ranked = IntStream.range(0, 3).boxed().toList();
        List<Prediction> predictions = ranked.stream().map(Fakes::prediction).toList();
        List<ClassMap> maps = new ArrayList<>();
        for (int c : settings.target().resolve(LABELS, ranked)) {
            Planes grid = new Planes(1, 2, 2, new float[] {4, -1, 2, -1});
            maps.add(
                    new ClassMap(
                            predictions.get(c),
                            Method.CAM,
                            grid,
                            Pooling.AVERAGE,
                            2.0 - c,
                            0,
                            1e-5));
        }
        Point step = new Point(picture.width() / 2.0, picture.height() / 2.0);
        Placement placement =
                new Placement(new Point(step.x() / 2 - 0.5, step.y() / 2 - 0.5), step);
        return new CamResult(
                picture.title(),
                FACTS,
                predictions,
                maps,
                new Preparation(
                        InputSize.square(64),
                        ResizeMode.STRETCH,
                        1,
                        Interpolation.BILINEAR,
                        Scaling.IMAGENET,
                        ChannelOrder.RGB),
                new GridGeometry(
                        InputSize.square(64),
                        2,
                        2,
                        settings.registration(),
                        Point.ZERO,
                        Point.ZERO,
                        placement,
                        new Rect(0, 0, picture.width(), picture.height())),
                "cpu",
                1,
                new Timings(0, 0, 0),
                List.of("A note."));
    }

    private static Prediction prediction(int c) {
        return new Prediction(c + 1, c, LABELS.names().get(c), 3 - c, 0.5 / (c + 1) + 1e-9);
    }
}
