package sc.fiji.cam.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.image.ClassFolder;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.image.Pictures;

/**
 * Images by class: a folder with one sub-folder per class, whose name is the class's. Classes are
 * in alphabetical order (that of the characters' codes), and so are the images within each.
 *
 * @param classes names, in order
 * @param samples every readable image
 * @param skipped what is wrong with the others, one sentence each
 */
public record ImageFolder(List<String> classes, List<Sample> samples, List<String> skipped) {
    /** One image to learn from and one to be tested by. */
    private static final int FEWEST = 2;

    /** Copies the lists. */
    public ImageFolder {
        classes = List.copyOf(classes);
        samples = List.copyOf(samples);
        skipped = List.copyOf(skipped);
    }

    /**
     * Lists a folder and opens every image once.
     *
     * @param folder with a sub-folder per class; files beside these and names that begin with a dot
     *     do not count
     * @param progress asked between images whether to stop
     * @throws BadPicture if there is no such folder, fewer than two classes, two that differ in
     *     upper and lower case only, or a class with fewer than two readable images
     */
    public static ImageFolder read(Path folder, CamProgress progress) {
        List<ClassFolder> folders = ClassFolder.list(folder);
        List<String> classes = folders.stream().map(ClassFolder::name).toList();
        if (classes.size() < 2) {
            throw new BadPicture(
                    folder.toString(),
                    "found one class, \"" + classes.get(0) + "\", expected at least two",
                    "Put the images of each class into a folder of its own.");
        }
        requireDistinct(folder, classes);
        List<Sample> found = new ArrayList<>();
        for (int c = 0; c < folders.size(); c++) {
            for (Path file : folders.get(c).images()) found.add(new Sample(file, c));
        }
        List<Sample> readable = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Sample sample : found) {
            if (progress.cancelled()) throw new Cancelled();
            double fraction = (readable.size() + skipped.size()) / (double) found.size();
            progress.update(fraction, "Checking " + sample.file());
            try {
                picture(sample);
                readable.add(sample);
            } catch (BadPicture e) {
                skipped.add(e.getMessage());
            }
        }
        ImageFolder result = new ImageFolder(classes, readable, skipped);
        result.requireEnough(folder);
        return result;
    }

    private static void requireDistinct(Path folder, List<String> classes) {
        Map<String, String> seen = new HashMap<>();
        for (String name : classes) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other == null) continue;
            throw new BadPicture(
                    folder.toString(),
                    "classes \""
                            + other
                            + "\" and \""
                            + name
                            + "\" differ in upper and lower case"
                            + " only",
                    "Rename one of them, or put their images together.");
        }
    }

    private void requireEnough(Path folder) {
        for (int c = 0; c < classes.size(); c++) {
            int label = c;
            long count = samples.stream().filter(s -> s.label() == label).count();
            if (count >= FEWEST) continue;
            String first = skipped.isEmpty() ? "" : " Skipped: " + skipped.get(0);
            throw new BadPicture(
                    folder.resolve(classes.get(c)).toString(),
                    "found " + count + " readable images, expected at least " + FEWEST,
                    "Add images of this class, or remove its folder." + first);
        }
    }

    /**
     * Opens an image as the network shall see it.
     *
     * @throws BadPicture if it cannot be read, or has fewer than 32 pixels along a side
     */
    static Picture picture(Sample sample) {
        Picture picture = Pictures.of(ImageFiles.open(sample.file()));
        int side = Math.min(picture.width(), picture.height());
        if (side >= InputSize.SMALLEST) return picture;
        throw new BadPicture(
                sample.file().toString(),
                "the image has "
                        + picture.width()
                        + " x "
                        + picture.height()
                        + " pixels, expected"
                        + " at least "
                        + InputSize.SMALLEST
                        + " along each side",
                "");
    }
}
