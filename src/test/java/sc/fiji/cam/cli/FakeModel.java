package sc.fiji.cam.cli;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Padding;
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
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.Timings;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.Explainer;

/**
 * A model without network, for what the command line makes of results: four classes, a grid of 2 x
 * 2 cells. A picture whose first pixel is pure red cannot be explained, pure blue breaks it.
 */
public class FakeModel implements Explainer {
    public static final List<String> LABELS = List.of("grain", "pit, small", "scratch", "käse");
    static final double[] LOGITS = {0.5, -1.25, 3, 0};

    /** Everything the first class has is here. */
    static final float[] GRID = {-1, 0.5f, 2, 4};

    /** Colour of the first pixel of a picture for which the settings are wrong. */
    static final int WRONG_USE = 0x00ff00;

    /** Opens this model whatever is named. */
    static Explainer open(CamSettings settings) {
        return new FakeModel();
    }

    @Override
    public Checkpoint checkpoint() {
        LinearLayer head =
                new LinearLayer(
                        new Tensor("w", new int[] {4, 1}, new float[4]),
                        new Tensor("b", new int[] {4}, new float[4]));
        return new Checkpoint(
                facts(),
                Architecture.B0,
                new Family(new Padding.Symmetric(), Family.TORCH_EPS),
                new WeightSet("fake", List.of()),
                Head.of(head),
                new Labels(LABELS, "file"),
                InputSpec.IMAGENET,
                8,
                List.of("Everything is assumed."));
    }

    @Override
    public ModelFacts facts() {
        return new ModelFacts("fake.pth", "0123", "torch zip", "torchvision", "torch", "b0");
    }

    private static List<Prediction> ranked() {
        List<Prediction> ranked = new ArrayList<>();
        for (int c : new int[] {2, 0, 3, 1}) {
            double p = 0.1 * (c + 1);
            ranked.add(new Prediction(ranked.size() + 1, c, LABELS.get(c), LOGITS[c], p));
        }
        return ranked;
    }

    @Override
    public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
        int first = picture.rgb()[0] & 0xffffff;
        if (first == 0xff0000) throw new BadPicture(picture.title(), "it is red", "Paint it.");
        if (first == WRONG_USE) throw new WrongUse("option size", "it does not fit", "");
        if (first == 0x0000ff) throw new IllegalStateException("broken\nin two lines");
        List<Prediction> ranked = ranked();
        List<ClassMap> maps = new ArrayList<>();
        for (int c : settings.target().resolve(checkpoint().labels(), List.of(2, 0, 3, 1))) {
            Prediction p = ranked.stream().filter(r -> r.classIndex() == c).findFirst().get();
            Planes grid = new Planes(1, 2, 2, GRID.clone());
            maps.add(new ClassMap(p, settings.method(), grid, Pooling.AVERAGE, 0.25, 1e-7, 1e-5));
        }
        InputSize size = InputSize.square(64);
        Point step = new Point(picture.width() / 2.0, picture.height() / 2.0);
        Placement placement = new Placement(new Point(1, 2), step);
        GridGeometry geometry =
                new GridGeometry(
                        size,
                        2,
                        2,
                        settings.registration(),
                        new Point(15, 16),
                        new Point(-0.5, 0.25),
                        placement,
                        new Rect(1, 2, step.x(), step.y()));
        return new CamResult(
                picture.title(),
                facts(),
                ranked,
                maps,
                new Preparation(
                        size,
                        ResizeMode.STRETCH,
                        1,
                        Interpolation.BILINEAR,
                        Scaling.IMAGENET,
                        ChannelOrder.RGB),
                geometry,
                "cpu",
                2,
                new Timings(1, 2, 3),
                List.of());
    }

    @Override
    public void close() {}
}
