package sc.fiji.cam.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.CheckpointWriter;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Version;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.BundledModels;
import sc.fiji.cam.image.WholeFile;
import sc.fiji.cam.network.Initial;

/** From images by class to a weight file. */
public final class Training {
    private Training() {}

    /**
     * What a training gave.
     *
     * @param output the model file
     * @param classes names, in order
     * @param trained images learnt from
     * @param epoch whose weights were kept, from 1; 0 with {@link Mode#HEAD}
     * @param scores on the images put aside
     * @param calibration on the same
     * @param curve of all epochs; empty with {@link Mode#HEAD}
     * @param answers for the images put aside, in their order
     */
    public record Result(
            Path output,
            List<String> classes,
            int trained,
            int epoch,
            Scores scores,
            Calibration calibration,
            List<CurvePoint> curve,
            List<Answer> answers) {
        /** Answers that are wrong, surest first. */
        public List<Answer> wrong() {
            return answers.stream()
                    .filter(a -> !a.right())
                    .sorted(Comparator.comparingDouble(Answer::probability).reversed())
                    .toList();
        }
    }

    /**
     * Trains a network on a folder of images.
     *
     * @param folder one sub-folder of images per class
     * @param settings of the training
     * @param progress told how it goes, asked between steps whether to stop
     * @throws sc.fiji.cam.data.CamException as the other
     * @throws sc.fiji.cam.data.Cancelled as the other
     */
    public static Result run(Path folder, TrainSettings settings, TrainProgress progress) {
        return run(told -> ImageFolder.read(folder, told), settings, progress);
    }

    /**
     * Trains a network and writes it. Nothing is written before it has learnt something; an
     * unfinished training is kept beside the output, and resumed by the same call.
     *
     * @param data gives the pictures, when everything else is known to be right
     * @param settings of the training
     * @param progress told how it goes, asked between steps whether to stop
     * @throws sc.fiji.cam.data.CamException if pictures, checkpoint or output cannot be used, or
     *     nothing can be learnt
     * @throws sc.fiji.cam.data.Cancelled if the user stopped it before anything was learnt
     */
    public static Result run(
            Function<TrainProgress, Samples> data, TrainSettings settings, TrainProgress progress) {
        settings.requireRoom();
        Optional<Checkpoint> from = settings.from().map(Training::open);
        Samples samples = data.apply(progress);
        samples.skipped().forEach(s -> progress.note("Skipped: " + s));
        Job job = job(settings, from, samples);
        TrainingFile file = new TrainingFile(settings.output(), fingerprint(job, from));
        Trained best;
        List<CurvePoint> curve = List.of();
        boolean canGoOn = false;
        if (settings.mode() == Mode.HEAD) {
            best = HeadTraining.run(job, progress);
        } else {
            FullTraining training = new FullTraining(job, file, progress);
            best = training.run();
            curve = training.curve();
            canGoOn = training.cancelled();
        }
        Finished finished = Finished.of(job, best);
        write(job, finished);
        if (!canGoOn) file.delete();
        Result result = result(job, finished, curve);
        settings.report().ifPresent(folder -> TrainReport.write(folder, result));
        return result;
    }

    private static Result result(Job job, Finished finished, List<CurvePoint> curve) {
        return new Result(
                job.settings().output(),
                job.classes(),
                job.split().training().size(),
                finished.network().epoch(),
                finished.network().scores(),
                finished.calibration(),
                curve,
                finished.answers());
    }

    private static Checkpoint open(Path file) {
        CamSettings named = CamSettings.defaults().with("model", file.toString());
        Checkpoint checkpoint = BundledModels.standard().read(named);
        if (CheckpointWriter.canHold(checkpoint.architecture(), checkpoint.family())) {
            return checkpoint;
        }
        throw new WrongUse(
                "option from",
                file
                        + " is of family "
                        + checkpoint.family().id()
                        + ", which torchvision's names"
                        + " cannot tell",
                "Use a checkpoint of torchvision, or of timm's efficientnet_b*.");
    }

    /**
     * The network to start from, with a new classifier unless it has one for these very classes.
     */
    private static Job job(TrainSettings settings, Optional<Checkpoint> from, Samples samples) {
        int classes = samples.classes().size();
        Architecture architecture =
                from.map(Checkpoint::architecture)
                        .or(settings::architecture)
                        .orElse(Architecture.B3);
        Head head =
                Head.of(Initial.head(architecture, classes, Seeds.of(settings.seed(), Seeds.HEAD)));
        Checkpoint start =
                from.map(c -> knows(c, samples.classes()) ? c : c.with(head))
                        .orElseGet(
                                () ->
                                        Checkpoint.of(
                                                architecture,
                                                torch(architecture),
                                                Initial.weights(
                                                        architecture,
                                                        Seeds.of(settings.seed(), Seeds.WEIGHTS)),
                                                head));
        Split split = Split.of(samples, settings.validation(), settings.seed());
        int own = from.map(Training::size).orElse(Schedule.centred(architecture.resolution()));
        int size = settings.size().orElse(own);
        requireTurning(settings, size);
        return new Job(settings, start, samples.classes(), split, size);
    }

    /** At other sizes the grid of a turned image lies elsewhere, and maps would be moved by it. */
    private static void requireTurning(TrainSettings settings, int size) {
        int fitting = Schedule.centred(size);
        if (settings.mode() == Mode.HEAD || settings.equivariance() == 0 || size == fitting) return;
        throw new WrongUse(
                "option size",
                size + " pixels do not go with equivariance, which needs 32 n + 1",
                "Give size=" + fitting + ".");
    }

    /** Whether a network tells these classes apart, by their names in their order. */
    private static boolean knows(Checkpoint checkpoint, List<String> classes) {
        return checkpoint.labels().names().equals(classes)
                && checkpoint.head().linear().isPresent();
    }

    private static Family torch(Architecture architecture) {
        boolean port = architecture.compareTo(Architecture.B5) >= 0;
        float eps = port ? Family.TENSORFLOW_EPS : Family.TORCH_EPS;
        return new Family(new Padding.Symmetric(), eps);
    }

    private static int size(Checkpoint start) {
        InputSize stated =
                start.input().size().orElse(InputSize.square(start.architecture().resolution()));
        return Math.max(stated.width(), stated.height());
    }

    /** Settings, images and starting point in 64 digits: the same training has the same. */
    private static String fingerprint(Job job, Optional<Checkpoint> from) {
        StringBuilder text = new StringBuilder(job.settings().text());
        text.append('\n').append(job.start().architecture()).append(' ').append(job.size());
        text.append('\n').append(from.map(c -> c.facts().sha256()).orElse(""));
        for (List<Sample> side : List.of(job.split().training(), job.split().validation())) {
            for (Sample s : side) text.append('\n').append(s.source().id());
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(sha.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Job job, Finished finished) {
        TrainSettings settings = job.settings();
        Trained best = finished.network();
        Scores scores = best.scores();
        Calibration calibration = finished.calibration();
        Map<String, String> more = new LinkedHashMap<>();
        if (!settings.licence().isEmpty()) more.put("license", settings.licence());
        more.put("trained_by", "EfficientNet CAM " + Version.text());
        more.put("training", settings.text());
        more.put("training_images", Integer.toString(job.split().training().size()));
        more.put("best_epoch", Integer.toString(best.epoch()));
        more.put("validation_images", Integer.toString(scores.images()));
        more.put("validation_accuracy", number(scores.accuracy()));
        more.put("validation_loss", number(scores.loss()));
        more.put("temperature", number(calibration.temperature()));
        more.put("calibration_error_before", number(calibration.before()));
        more.put("calibration_error", number(calibration.after()));
        CheckpointWriter.Content content =
                new CheckpointWriter.Content(
                        job.start().architecture(),
                        best.weights(),
                        best.head(),
                        job.classes(),
                        InputSize.square(job.size()),
                        job.scaling());
        WholeFile.write(
                settings.output(),
                part -> CheckpointWriter.write(part, content, more, settings.precision()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
