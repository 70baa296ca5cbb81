package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.cam.batch.OutputNames;
import sc.fiji.cam.batch.PageFiles;
import sc.fiji.cam.batch.PredictionsCsv;
import sc.fiji.cam.batch.RunReport;
import sc.fiji.cam.batch.Saved;
import sc.fiji.cam.batch.Stopwatch;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.engine.InputGuard;
import sc.fiji.cam.image.Page;
import sc.fiji.cam.image.Pages;
import sc.fiji.cam.render.Lut;

/**
 * Explains images one after the other. An image that fails costs one line and the exit code; the
 * others go on. The files of a page appear together, table and report at the end.
 */
final class ExplainRun {
    private final Terminal terminal;
    private final CamSettings settings;
    private final Explainer model;
    private final OutputFolder folder;
    private final OutputNames names;
    private final PageFiles files;
    private final Extra extra;
    private final InputGuard guard = new InputGuard();
    private Optional<RunReport> report = Optional.empty();
    private int code = Exit.DONE;

    ExplainRun(
            Terminal terminal,
            CamSettings settings,
            Lut lut,
            Explainer model,
            OutputFolder folder,
            OutputNames names) {
        this(terminal, settings, lut, model, folder, names, Extra.NONE);
    }

    ExplainRun(
            Terminal terminal,
            CamSettings settings,
            Lut lut,
            Explainer model,
            OutputFolder folder,
            OutputNames names,
            Extra extra) {
        this.terminal = terminal;
        this.settings = settings;
        this.files = new PageFiles(settings, lut, Saved.all());
        this.model = model;
        this.folder = folder;
        this.names = names;
        this.extra = extra;
    }

    /** What a run makes of its results besides the files of every page. */
    interface Extra {
        /** Nothing. */
        Extra NONE =
                new Extra() {
                    @Override
                    public void add(String image, int page, Picture picture, CamResult result) {}

                    @Override
                    public List<String> write(Function<String, Path> place) {
                        return List.of();
                    }
                };

        /**
         * Takes what a page gave.
         *
         * @param image path as given
         * @param page from 1
         */
        void add(String image, int page, Picture picture, CamResult result);

        /**
         * Writes its files, at the end.
         *
         * @param place where to write a file of a name
         * @return these names
         */
        List<String> write(Function<String, Path> place);
    }

    /**
     * Explains all images.
     *
     * @param images paths as given
     * @param debug whether to print traces of failures
     * @return the exit code
     * @throws WrongUse if a setting does not fit the model: then nothing is kept
     */
    int explain(List<String> images, boolean debug) {
        try (PredictionsCsv table = PredictionsCsv.open(folder.stage(OutputFolder.PREDICTIONS))) {
            for (int i = 0; i < images.size(); i++) {
                terminal.progress((i + 1) + "/" + images.size() + " " + images.get(i));
                explain(images.get(i), table, debug);
            }
        }
        terminal.progress("");
        guard.ofRun().ifPresent(warning -> terminal.say("note: " + warning));
        // Not before: a setting that does not fit the model must leave everything as it was.
        folder.deleteOld();
        if (report.isPresent()) {
            report.get().write(folder.stage(OutputFolder.REPORT));
            folder.publish(extra.write(folder::stage));
            folder.publish(List.of(OutputFolder.PREDICTIONS, OutputFolder.REPORT));
            folder.finish();
        }
        return code;
    }

    private void explain(String image, PredictionsCsv table, boolean debug) {
        try {
            Stopwatch opening = new Stopwatch();
            Pages pages = Pages.open(Path.of(image));
            double millis = opening.millis() / pages.count();
            for (int page = 1; page <= pages.count(); page++) {
                String origin = pages.count() == 1 ? image : image + ", slice " + page;
                try {
                    explain(image, pages, page, millis, table);
                } catch (WrongUse e) {
                    throw e;
                } catch (RuntimeException | OutOfMemoryError e) {
                    fail(origin, e, debug);
                }
            }
        } catch (WrongUse e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(image, e, debug);
        }
    }

    private void fail(String origin, Throwable problem, boolean debug) {
        terminal.fail(origin, problem, debug);
        code = Exit.FAILED;
    }

    private void explain(
            String image, Pages pages, int page, double opening, PredictionsCsv table) {
        Stopwatch decoding = new Stopwatch();
        Page source = pages.page(page);
        double decode = opening + decoding.millis();
        CamResult result = model.explain(source.picture(), settings, CamProgress.NONE);
        Stopwatch writing = new Stopwatch();
        String name = names.of(new OutputNames.Source(image, ""), page, pages.count());
        List<String> written = files.fileNames(name, result);
        try {
            files.write(name, source, result, folder::stage);
            folder.publish(written);
        } finally {
            folder.discard(written);
        }
        int top = Math.min(settings.top(), result.predictions().size());
        guard.add(result.predictions());
        table.add(image, page, result.predictions().subList(0, top));
        RunReport kept = report.orElseGet(() -> new RunReport(settings, result));
        if (report.isEmpty()) report = Optional.of(kept);
        kept.add(image, page, result, decode, writing.millis());
        extra.add(image, page, source.picture(), result);
        Summary.print(terminal, image, page, pages.count(), result);
    }
}
