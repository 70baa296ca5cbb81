package sc.fiji.cam.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.image.ClassFolder;

/** Images by class: a folder with one sub-folder per class, whose name is the class's. */
public final class ImageFolder {
    private ImageFolder() {}

    /**
     * Lists a folder and opens every image once.
     *
     * @param folder with a sub-folder per class; files beside these and names that begin with a dot
     *     do not count
     * @param progress asked between images whether to stop
     * @throws sc.fiji.cam.data.BadPicture if there is no such folder, or {@link Samples#of} refuses
     *     what is in it
     */
    public static Samples read(Path folder, CamProgress progress) {
        SortedMap<String, List<Source>> byClass = new TreeMap<>();
        for (ClassFolder found : ClassFolder.list(folder)) {
            List<Source> sources = new ArrayList<>();
            for (Path file : found.images()) sources.add(new FileSource(folder, file));
            byClass.put(found.name(), sources);
        }
        return Samples.of(folder.toString(), byClass, List.of(), progress);
    }
}
