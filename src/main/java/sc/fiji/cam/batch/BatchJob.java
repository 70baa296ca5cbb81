package sc.fiji.cam.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Version;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.render.Lut;

/** Explains many images: nothing lost, nothing done twice. */
public final class BatchJob {
    private final BatchSettings settings;
    private final PictureReader reader;
    private final BatchProgress progress;

    private BatchJob(BatchSettings settings, PictureReader reader, BatchProgress progress) {
        this.settings = settings;
        this.reader = reader;
        this.progress = progress;
    }

    /**
     * Explains all images that have no results yet, and writes the tables of all of them. Works on
     * threads of its own; returns when all have ended.
     *
     * @param settings of the batch
     * @param opener opens the model that the settings name; the job closes it
     * @param reader opens images
     * @param luts finds colour tables by the names of the option {@code lut}
     * @param progress where to report, and what to ask whether to stop
     * @throws sc.fiji.cam.data.WrongUse before anything is done: if inputs, settings, model and the
     *     older results in the output folder do not fit together
     * @throws sc.fiji.cam.data.OutputFailed if the output folder cannot be written
     * @throws sc.fiji.cam.data.Cancelled if the user stopped it; the same call goes on later
     */
    public static BatchResult run(
            BatchSettings settings,
            Function<CamSettings, Explainer> opener,
            PictureReader reader,
            Function<String, Lut> luts,
            BatchProgress progress) {
        settings.requireComplete();
        Lut lut = luts.apply(settings.cam().lut());
        return new BatchJob(settings, reader, progress).run(opener, lut);
    }

    private BatchResult run(Function<CamSettings, Explainer> opener, Lut lut) {
        Inputs inputs = InputFinder.find(settings, reader);
        OutputNames names = OutputNames.of(inputs.list().stream().map(Input::source).toList());
        inputs.notes().forEach(progress::say);
        progress.update(0, "opening " + settings.cam().model());
        try (Explainer model = opener.apply(settings.cam())) {
            check(model, inputs.list());
            if (settings.dryRun()) return planned(inputs);
            try (BatchFolder folder = BatchFolder.open(Path.of(settings.output()))) {
                if (settings.restart()) folder.deleteOld();
                try (Ledger ledger = folder.ledger(inputs.list(), names, facts(model))) {
                    return run(inputs, model, lut, folder, ledger);
                }
            }
        }
    }

    /** What does not fit the model is refused before anything is done. */
    private void check(Explainer model, List<Input> inputs) {
        model.check(settings.cam());
        for (String target : new TreeSet<>(inputs.stream().map(Input::target).toList())) {
            if (!target.isEmpty()) model.check(settings.cam().with("target", target));
        }
    }

    private BatchResult planned(Inputs inputs) {
        for (Input input : inputs.list()) {
            String folder = input.source().folder();
            progress.planned(input.image() + (folder.isEmpty() ? "" : " -> " + folder + "/"));
        }
        return new BatchResult(inputs.list().size(), 0, 0, 0, inputs.ignored());
    }

    private BatchResult run(
            Inputs inputs, Explainer model, Lut lut, BatchFolder folder, Ledger ledger) {
        Tally tally = new Tally(ledger.pagesKnown(), ledger.before());
        inputs.unreadable().forEach(failure -> progress.failed(failure, null));
        PageFiles files = new PageFiles(settings.cam(), lut, settings.save());
        new Pipeline(inputs.list(), settings, reader, model, files, ledger, folder.path(), tally)
                .run(progress);
        tally.report(progress);
        int failed = tally.failedNow() + inputs.unreadable().size();
        BatchResult result =
                new BatchResult(
                        inputs.list().size(),
                        ledger.before() + tally.doneNow(),
                        ledger.before(),
                        failed,
                        inputs.ignored());
        // What was stopped half-way has no tables: they would look like those of a whole run.
        if (settings.failFast() && failed > 0) return result;
        Optional<String> warning = tally.warning();
        warning.ifPresent(progress::say);
        folder.writeTables(ledger, inputs.unreadable());
        folder.writeReport(report(model, ledger, tally, result, warning));
        return result;
    }

    /** What must be the same when a run goes on, by name. */
    private Map<String, String> facts(Explainer model) {
        Map<String, String> facts = new LinkedHashMap<>();
        RunReport.settings(settings.cam()).forEach((key, text) -> facts.put("option " + key, text));
        facts.put("option save", Saved.text(settings.save()));
        model.identity().forEach((key, text) -> facts.put("model's " + key, text));
        CamModel.versions().forEach((name, version) -> facts.put("version of " + name, version));
        return facts;
    }

    private Map<String, Object> report(
            Explainer model,
            Ledger ledger,
            Tally tally,
            BatchResult result,
            Optional<String> warning) {
        Map<String, Object> report = new LinkedHashMap<>();
        Map<String, String> texts = RunReport.settings(settings.cam());
        texts.put("save", Saved.text(settings.save()));
        report.put("settings", texts);
        report.put("model", RunReport.model(model.facts()));
        report.put(
                "device",
                StreamSupport.stream(ledger.done().spliterator(), false)
                        .map(Entry::device)
                        .findFirst()
                        .orElse(""));
        report.put("threads", settings.cam().threadsHere());
        report.put("streams", settings.streamsHere());
        report.put("version", Version.text());
        report.put("versions", CamModel.versions());
        report.put("counts", result);
        report.put("notes", new ArrayList<>(warning.stream().toList()));
        report.put("seconds", tally.seconds());
        report.put("millis", tally.millis());
        report.put("busy", tally.busy(settings.streamsHere()));
        return report;
    }
}
