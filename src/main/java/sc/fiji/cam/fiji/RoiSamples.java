package sc.fiji.cam.fiji;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.Pictures;
import sc.fiji.cam.train.Samples;
import sc.fiji.cam.train.Source;

/**
 * Pictures from ROIs. A ROI's class is its name without a counter at its end ({@code crack-2},
 * {@code crack 2}); a ROI without a name, or with one that ImageJ made of its place, has the class
 * of its group's name. Everything is read at once, here.
 */
final class RoiSamples {
    private static final String COUNTER = "[- ]\\d+$";

    /** What the ROI Manager calls a ROI: slice, y and x. */
    private static final String PLACE = "\\d{4,}(-\\d{4,}){1,2}";

    private final SortedMap<String, List<Source>> byClass = new TreeMap<>();
    private final List<String> skipped = new ArrayList<>();

    private RoiSamples() {}

    /**
     * The ROIs in the overlays of images.
     *
     * @param images need not be shown
     * @throws BadPicture if none has the name of a class, or {@link Samples#of} refuses them
     */
    static Samples ofOverlays(List<ImagePlus> images, CamProgress progress) {
        RoiSamples samples = new RoiSamples();
        for (ImagePlus image : images) {
            Overlay overlay = image.getOverlay();
            if (overlay != null) samples.add(image, Arrays.asList(overlay.toArray()));
        }
        return samples.all("ROIs in overlays", progress);
    }

    /** The open images, of a macro's batch mode too. */
    static List<ImagePlus> openImages() {
        int[] ids = WindowManager.getIDList();
        if (ids == null) return List.of();
        return Arrays.stream(ids).mapToObj(WindowManager::getImage).toList();
    }

    /**
     * The ROIs of the ROI Manager, on one image.
     *
     * @param image may be null, as ImageJ says it when no image is open
     * @throws WrongUse without a display
     * @throws BadPicture if there is no image, or as the other
     */
    static Samples ofManager(@Nullable ImagePlus image, CamProgress progress) {
        if (GraphicsEnvironment.isHeadless()) {
            throw new WrongUse(
                    "option rois",
                    "found \"manager\", but ImageJ has no ROI Manager without a display",
                    "Put the ROIs into overlays and write rois=overlay.");
        }
        if (image == null) {
            throw new BadPicture("image", "there is none", "Open the image of the ROIs first.");
        }
        RoiManager manager = RoiManager.getInstance2();
        RoiSamples samples = new RoiSamples();
        if (manager != null) samples.add(image, Arrays.asList(manager.getRoisAsArray()));
        return samples.all("ROI Manager", progress);
    }

    private Samples all(String origin, CamProgress progress) {
        if (!byClass.isEmpty()) return Samples.of(origin, byClass, skipped, progress);
        String first = skipped.isEmpty() ? "" : " Skipped: " + skipped.get(0);
        throw new BadPicture(
                origin,
                "found no ROI with the name of a class",
                "Name each after its class, with or without a number behind it: crack-1." + first);
    }

    private void add(ImagePlus image, List<Roi> rois) {
        Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
        List<Integer> shown = List.of();
        Picture page = null;
        for (int i = 0; i < rois.size(); i++) {
            Roi roi = rois.get(i);
            // Heatmaps and other pictures in an overlay are not what the image shows.
            if (roi instanceof ImageRoi) continue;
            String title = image.getTitle() + ", ROI " + (i + 1);
            Optional<String> className = className(roi);
            Rectangle box = roi.getBounds().intersection(whole);
            if (className.isEmpty()) {
                skipped.add(title + ": it has no name.");
            } else if (box.isEmpty()) {
                skipped.add(title + ": it lies outside of the image.");
            } else {
                List<Integer> position = position(image, roi);
                if (page == null || !position.equals(shown)) page = page(image, position);
                shown = position;
                String name = title + " (" + className.get() + ")";
                byClass.computeIfAbsent(className.get(), c -> new ArrayList<>())
                        .add(RoiSource.of(page, box, name));
            }
        }
    }

    /** The class that a ROI names; empty if it names none. */
    static Optional<String> className(Roi roi) {
        String name = roi.getName() == null ? "" : roi.getName().strip();
        if (!name.isEmpty() && !name.matches(PLACE)) {
            String plain = name.replaceAll(COUNTER, "").strip();
            return Optional.of(plain.isEmpty() ? name : plain);
        }
        return Optional.ofNullable(Roi.getGroupName(roi.getGroup()));
    }

    /** Channel, slice and frame that a ROI belongs to; the current ones where it does not say. */
    private static List<Integer> position(ImagePlus image, Roi roi) {
        int[] at = {image.getChannel(), image.getSlice(), image.getFrame()};
        if (image.getStackSize() == 1) return List.of(at[0], at[1], at[2]);
        if (roi.hasHyperStackPosition()) {
            int[] own = {roi.getCPosition(), roi.getZPosition(), roi.getTPosition()};
            for (int d = 0; d < 3; d++) if (own[d] > 0) at[d] = own[d];
        } else if (roi.getPosition() > 0 && roi.getPosition() <= image.getStackSize()) {
            at = image.convertIndexToPosition(roi.getPosition());
        }
        return List.of(at[0], at[1], at[2]);
    }

    /** One position of an image as it is displayed; the image stays where it is. */
    private static Picture page(ImagePlus image, List<Integer> at) {
        int c = image.getChannel();
        int z = image.getSlice();
        int t = image.getFrame();
        if (at.equals(List.of(c, z, t))) return Pictures.of(image);
        try {
            image.setPositionWithoutUpdate(at.get(0), at.get(1), at.get(2));
            return Pictures.of(image);
        } finally {
            image.setPositionWithoutUpdate(c, z, t);
        }
    }
}
