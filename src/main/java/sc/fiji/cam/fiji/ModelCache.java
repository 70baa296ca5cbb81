package sc.fiji.cam.fiji;

import ij.IJ;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.engine.BundledModels;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.Explainer;

/**
 * Keeps the models used last, so that a macro over a thousand images reads its checkpoint once. A
 * file that changed on disk is read again. A model that lost its place is closed when the last run
 * that uses it has ended.
 */
final class ModelCache {
    /**
     * The one process-wide state of the plugin. ImageJ makes a new {@link ExplainImage} for every
     * call and gives it nothing to remember by, and opening a model costs seconds.
     */
    static final ModelCache SHARED = new ModelCache(ModelCache::open);

    /** Two, so that comparing two models on one image reads neither twice. */
    private static final int CAPACITY = 2;

    /** Options that count when a model is opened. */
    private static final Set<String> OPENING =
            Stream.concat(Options.OF_MODEL.stream(), Stream.of("device", "threads"))
                    .collect(Collectors.toUnmodifiableSet());

    /**
     * Everything that makes an opened model another one: its options, and the files that they and
     * the side-cars name, which may be edited meanwhile.
     */
    private record Key(Map<String, String> options, List<FileState> files) {
        static Key of(CamSettings settings) {
            Map<String, String> options = settings.toMap();
            options.keySet().retainAll(OPENING);
            List<FileState> files = new ArrayList<>();
            files.add(FileState.of(settings.labels()));
            if (BundledModels.standard().card(settings).isEmpty()) {
                files.add(FileState.of(settings.model()));
                Path model = BundledModels.path(settings.model());
                for (Path f : Checkpoints.sideCars(model)) files.add(FileState.of(f.toString()));
            }
            return new Key(options, files);
        }
    }

    /** A file as it was when the model was opened; size and time are 0 if there is none. */
    private record FileState(String path, long size, long time) {
        static FileState of(String path) {
            File file = new File(path);
            return new FileState(
                    path.isEmpty() ? "" : file.getAbsolutePath(),
                    file.length(),
                    file.lastModified());
        }
    }

    /** A model, how many runs use it, and whether it lost its place. */
    private static final class Entry {
        private final Key key;
        private final Explainer model;
        private int users;
        private boolean replaced;

        Entry(Key key, Explainer model) {
            this.key = key;
            this.model = model;
        }

        void closeIfUnused() {
            if (replaced && users == 0) model.close();
        }
    }

    private final Function<CamSettings, Explainer> opener;

    /** Used last, first. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    ModelCache(Function<CamSettings, Explainer> opener) {
        this.opener = opener;
    }

    /**
     * Explains one picture by the model that the settings name.
     *
     * @throws sc.fiji.cam.data.CamException as {@link CamModel#open} and {@link CamModel#explain}
     */
    CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
        Entry entry = take(settings, progress);
        try {
            return entry.model.explain(picture, settings, progress);
        } finally {
            giveBack(entry);
        }
    }

    private synchronized Entry take(CamSettings settings, CamProgress progress) {
        Key key = Key.of(settings);
        Entry entry = find(key);
        if (entry == null) {
            // Make room first: two models of the largest kind need a gigabyte already.
            while (entries.size() >= CAPACITY) drop(entries.removeLast());
            progress.update(0, "Opening " + settings.model());
            entry = new Entry(key, opener.apply(settings));
        } else {
            entries.remove(entry);
        }
        entries.addFirst(entry);
        entry.users++;
        return entry;
    }

    private @Nullable Entry find(Key key) {
        for (Entry entry : entries) {
            if (entry.key.equals(key)) return entry;
        }
        return null;
    }

    private static void drop(Entry entry) {
        entry.replaced = true;
        entry.closeIfUnused();
    }

    private synchronized void giveBack(Entry entry) {
        entry.users--;
        entry.closeIfUnused();
    }

    /** Opens a model, and logs what had to be assumed; that none was named is the jobs' to say. */
    static Explainer open(CamSettings settings) {
        CamSettings named = settings.with("model", settings.model());
        CamModel model = CamModel.open(BundledModels.standard().read(named), settings);
        for (String assumption : model.checkpoint().assumptions()) {
            IJ.log(Door.TITLE + ": " + model.facts().file() + ": " + assumption);
        }
        return model;
    }
}
