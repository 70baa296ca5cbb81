package sc.fiji.cam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.Nearest;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.engine.InputGuard;
import sc.fiji.cam.evaluate.Evaluation;
import sc.fiji.cam.evaluate.Judged;
import sc.fiji.cam.evaluate.Localisation;
import sc.fiji.cam.evaluate.Region;
import sc.fiji.cam.evaluate.Shuffle;
import sc.fiji.cam.image.ClassFolder;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.image.Pages;
import sc.fiji.cam.image.Pictures;

/**
 * Asks a network about pictures of known class. One that fails costs one line and the exit code.
 */
final class EvaluateRun {
    private final Terminal terminal;
    private final CamSettings settings;
    private final Explainer model;
    private final Optional<Path> masks;
    private final boolean debug;
    private final InputGuard guard = new InputGuard();
    private final List<Judged> judged = new ArrayList<>();
    private int code = Exit.DONE;

    EvaluateRun(
            Terminal terminal,
            CamSettings settings,
            Explainer model,
            Optional<Path> masks,
            boolean debug) {
        this.terminal = terminal;
        this.settings = settings;
        this.model = model;
        this.masks = masks;
        this.debug = debug;
    }

    /** The mask of an image: of the same name, in the folder of its class. */
    static Path mask(Path masks, String className, Path image) {
        String name = image.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return masks.resolve(className).resolve((dot < 0 ? name : name.substring(0, dot)) + ".png");
    }

    /**
     * Asks about every page of every image.
     *
     * @return empty if none could be used
     * @throws WrongUse if a folder's name is no class of the model
     */
    Optional<Evaluation> evaluate(List<ClassFolder> classes) {
        Labels labels = model.checkpoint().labels();
        List<Integer> numbers = classes.stream().map(c -> number(c.name(), labels)).toList();
        int all = classes.stream().mapToInt(c -> c.images().size()).sum();
        int done = 0;
        for (int c = 0; c < classes.size(); c++) {
            for (Path image : classes.get(c).images()) {
                terminal.progress(++done + "/" + all + " " + image);
                try {
                    evaluate(image, classes.get(c).name(), numbers.get(c));
                } catch (WrongUse e) {
                    throw e;
                } catch (RuntimeException | OutOfMemoryError e) {
                    terminal.fail(image.toString(), e, debug);
                    code = Exit.FAILED;
                }
            }
        }
        return judged.isEmpty() ? Optional.empty() : Optional.of(Evaluation.of(judged));
    }

    /** The exit code so far. */
    int code() {
        return code;
    }

    /** What looks wrong about the answers as a whole. */
    Optional<String> warning() {
        return guard.ofRun();
    }

    private static int number(String name, Labels labels) {
        List<Integer> found = new ArrayList<>();
        for (int c = 0; c < labels.names().size(); c++) {
            if (labels.names().get(c).equals(name)) found.add(c);
        }
        if (found.size() == 1) return found.get(0);
        String nearest = String.join("\", \"", Nearest.of(name, labels.names(), 3));
        throw new WrongUse(
                "folder " + name,
                found.isEmpty()
                        ? "no class of the model has this name"
                        : "classes " + found + " of the model all have this name",
                "Folders are named after classes; the nearest are \"" + nearest + "\".");
    }

    private void evaluate(Path image, String className, int truth) {
        Pages pages = Pages.open(image);
        Optional<Region> object = masks.flatMap(m -> object(mask(m, className, image), pages));
        for (int page = 1; page <= pages.count(); page++) {
            CamResult result =
                    model.explain(
                            pages.picture(page),
                            settings.with("target", Integer.toString(truth)),
                            CamProgress.NONE);
            guard.add(result.predictions());
            Prediction top = result.predictions().get(0);
            String name = className + "/" + image.getFileName() + "/" + page;
            judged.add(
                    new Judged(
                            truth,
                            top.classIndex(),
                            top.probability(),
                            object.map(o -> found(o, result, name.hashCode()))));
        }
    }

    /** What the mask says; empty if there is none, or nothing on it. */
    private static Optional<Region> object(Path file, Pages pages) {
        if (!Files.exists(file)) return Optional.empty();
        Picture image = pages.picture(1);
        Picture mask = Pictures.of(ImageFiles.open(file));
        int w = image.width();
        int h = image.height();
        if (mask.width() != w || mask.height() != h) {
            throw new BadPicture(
                    file.toString(),
                    "found "
                            + mask.width()
                            + " x "
                            + mask.height()
                            + " pixels, expected "
                            + w
                            + " x "
                            + h
                            + " as in the image",
                    "Draw the mask at the size of the image.");
        }
        float[] values = new float[w * h];
        for (int i = 0; i < values.length; i++) values[i] = mask.rgb()[i] & 0xffffff;
        Region object = Region.of(new Planes(1, h, w, values));
        return object.size() == 0 ? Optional.empty() : Optional.of(object);
    }

    private static Judged.Found found(Region object, CamResult result, long seed) {
        Placement placement = result.geometry().placement();
        Region near = object.dilated(result.geometry().cell());
        Planes grid = result.maps().get(0).grid();
        return new Judged.Found(
                Localisation.of(near, grid, placement),
                Localisation.ofGaussian(near),
                Localisation.of(near, Shuffle.of(grid, seed), placement));
    }
}
