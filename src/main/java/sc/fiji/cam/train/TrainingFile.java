package sc.fiji.cam.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sc.fiji.cam.checkpoint.Safetensors;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Precision;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;
import sc.fiji.cam.network.TrainingState;

/**
 * Where an unfinished training is kept, beside the model it will become: replaced as a whole after
 * every epoch, deleted at the end.
 */
final class TrainingFile {
    private static final String KEY = "training";
    private static final List<String> LISTS = List.of("p", "b", "e", "m", "v");
    private static final String BEST = "best";
    private static final String LOGITS = "logits";

    private final Path file;
    private final String fingerprint;

    /**
     * @param output the model file
     * @param fingerprint of settings and images: what must be the same to go on
     */
    TrainingFile(Path output, String fingerprint) {
        this.file = output.resolveSibling(output.getFileName() + ".training");
        this.fingerprint = fingerprint;
    }

    /**
     * A training after some epochs.
     *
     * @param epochs that are done
     * @param state what was learnt
     * @param best the best network so far
     * @param curve of these epochs; files of older versions have none
     */
    record Saved(int epochs, TrainingState state, Trained best, List<CurvePoint> curve) {}

    /** The file's path. */
    Path path() {
        return file;
    }

    /**
     * Writes the state of a training.
     *
     * @throws sc.fiji.cam.data.OutputFailed if that fails; the older file is kept then
     */
    void save(Saved saved) {
        TrainingState s = saved.state();
        List<List<Tensor>> lists =
                List.of(
                        s.parameters(),
                        s.buffers(),
                        s.averages(),
                        s.firstMoments(),
                        s.secondMoments(),
                        all(saved.best()));
        List<String> names = new ArrayList<>(LISTS);
        names.add(BEST);
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            String prefix = names.get(i) + "/";
            lists.get(i).forEach(t -> tensors.add(t.named(prefix + t.name())));
        }
        List<float[]> logits = saved.best().logits();
        if (!logits.isEmpty()) tensors.add(table(logits));
        String text =
                String.join(
                        " ",
                        "training",
                        fingerprint,
                        Integer.toString(saved.epochs()),
                        Integer.toString(s.steps()),
                        Integer.toString(saved.best().epoch()),
                        Double.toString(saved.best().scores().loss()),
                        confusion(saved.best().scores().confusion()),
                        saved.curve().stream()
                                .map(CurvePoint::text)
                                .collect(Collectors.joining(",")));
        Map<String, String> metadata = Map.of(KEY, text);
        WholeFile.write(
                file, part -> Safetensors.write(part, tensors, metadata, Precision.FLOAT32));
    }

    private static Tensor table(List<float[]> rows) {
        int columns = rows.get(0).length;
        float[] values = new float[rows.size() * columns];
        for (int r = 0; r < rows.size(); r++) {
            System.arraycopy(rows.get(r), 0, values, r * columns, columns);
        }
        return new Tensor(LOGITS, new int[] {rows.size(), columns}, values);
    }

    private static List<Tensor> all(Trained trained) {
        List<Tensor> all = new ArrayList<>(trained.weights().tensors());
        all.add(trained.head().weight().named(TrainingState.HEAD_WEIGHT));
        all.add(trained.head().bias().named(TrainingState.HEAD_BIAS));
        return all;
    }

    private static String confusion(int[][] rows) {
        return Arrays.stream(rows)
                .flatMap(row -> Arrays.stream(row).mapToObj(Integer::toString))
                .collect(Collectors.joining(","));
    }

    /**
     * Reads the state of an unfinished training, if there is one.
     *
     * @throws WrongUse if it is of other settings or images
     * @throws sc.fiji.cam.data.CamException if the file is damaged
     */
    Optional<Saved> load() {
        if (!Files.exists(file)) return Optional.empty();
        Safetensors.Stored stored = Safetensors.read(file, KEY);
        String[] words = stored.text().orElse("").split(" ");
        if (words.length < 7 || !words[1].equals(fingerprint)) {
            throw new WrongUse(
                    file.toString(),
                    "found an unfinished training of other settings or images",
                    "Delete it to begin anew, or give the settings it was begun with.");
        }
        List<Tensor> best = list(stored, BEST);
        Trained trained =
                new Trained(
                        Integer.parseInt(words[4]),
                        weights(best),
                        head(best),
                        new Scores(Double.parseDouble(words[5]), square(words[6])),
                        logits(stored));
        List<List<Tensor>> lists = LISTS.stream().map(l -> list(stored, l)).toList();
        TrainingState state =
                new TrainingState(
                        lists.get(0),
                        lists.get(1),
                        lists.get(2),
                        lists.get(3),
                        lists.get(4),
                        Integer.parseInt(words[3]));
        String points = words.length > 7 ? words[7] : "";
        return Optional.of(new Saved(Integer.parseInt(words[2]), state, trained, curve(points)));
    }

    /** Files of older versions have none. */
    private static List<float[]> logits(Safetensors.Stored stored) {
        Tensor table = stored.tensors().get(LOGITS);
        if (table == null) return List.of();
        int columns = table.shape()[1];
        return IntStream.range(0, table.shape()[0])
                .mapToObj(r -> Arrays.copyOfRange(table.values(), r * columns, (r + 1) * columns))
                .toList();
    }

    private static List<Tensor> list(Safetensors.Stored stored, String name) {
        String prefix = name + "/";
        return stored.tensors().values().stream()
                .filter(t -> t.name().startsWith(prefix))
                .map(t -> t.named(t.name().substring(prefix.length())))
                .toList();
    }

    private WeightSet weights(List<Tensor> all) {
        return new WeightSet(
                file.toString(),
                all.stream().filter(t -> !t.name().startsWith("classifier.")).toList());
    }

    private LinearLayer head(List<Tensor> all) {
        WeightSet set = new WeightSet(file.toString(), all);
        return new LinearLayer(
                set.get(TrainingState.HEAD_WEIGHT), set.get(TrainingState.HEAD_BIAS));
    }

    private static List<CurvePoint> curve(String text) {
        if (text.isEmpty()) return List.of();
        return Arrays.stream(text.split(",")).map(CurvePoint::parse).toList();
    }

    private static int[][] square(String text) {
        int[] cells = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
        int n = (int) Math.round(Math.sqrt(cells.length));
        int[][] rows = new int[n][];
        for (int r = 0; r < n; r++) rows[r] = Arrays.copyOfRange(cells, r * n, (r + 1) * n);
        return rows;
    }

    /** Deletes the file: the training has ended. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw WholeFile.failed(file, e);
        }
    }
}
