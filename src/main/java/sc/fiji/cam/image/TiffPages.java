package sc.fiji.cam.image;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import sc.fiji.cam.data.BadPicture;

/**
 * A TIFF stack whose pages are read when they are asked for, where ImageJ would read all of them
 * into memory, and leave out without a word those that do not fit. Every page looks as it would
 * there.
 */
final class TiffPages extends VirtualStack {
    /** Kinds of pixels that need nothing but themselves to be shown. */
    private static final Set<Integer> PLAIN =
            Set.of(
                    FileInfo.GRAY8,
                    FileInfo.COLOR8,
                    FileInfo.GRAY16_UNSIGNED,
                    FileInfo.GRAY32_FLOAT,
                    FileInfo.RGB);

    private final Path file;
    private final FileInfo[] pages;

    private TiffPages(Path file, FileInfo[] pages) {
        super(pages[0].width, pages[0].height, null, "");
        this.file = file;
        this.pages = pages;
    }

    /** Number of pages that a file has. */
    static int count(FileInfo[] infos) {
        if (infos[0].nImages > 1) return infos[0].nImages;
        boolean alike = Arrays.stream(infos).allMatch(info -> alike(info, infos[0]));
        return alike ? infos.length : 1;
    }

    private static boolean alike(FileInfo a, FileInfo b) {
        return a.fileType == b.fileType && a.width == b.width && a.height == b.height;
    }

    /** Whether a stack should be read page by page: too large for a part of memory, and simple. */
    static boolean suits(FileInfo[] infos) {
        FileInfo first = infos[0];
        double bytes = (double) first.width * first.height * first.getBytesPerPixel();
        long part = Runtime.getRuntime().maxMemory() / 16;
        return count(infos) > 1 && bytes * count(infos) > part && isPlain(first);
    }

    private static boolean isPlain(FileInfo info) {
        String text = String.valueOf(info.description);
        boolean channels = text.contains("channels=") && !text.contains("channels=1\n");
        int[] strips = info.stripOffsets;
        // ImageJ turns such images over.
        boolean upward = strips != null && strips.length > 1 && strips[1] < strips[0];
        return PLAIN.contains(info.fileType) && !channels && !text.contains("order=zct") && !upward;
    }

    /** Opens a stack that {@link #suits}. */
    static ImagePlus open(Path file, FileInfo[] infos) {
        TiffPages stack = new TiffPages(file, pages(infos));
        FileOpener opener = new FileOpener(stack.pages[0]);
        Quiet<ImagePlus> read = Quiet.call(opener::openImage);
        ImagePlus first = read.value();
        if (first == null) throw stack.unreadable(1, read.said());
        ImagePlus image = new ImagePlus(first.getTitle(), stack);
        image.setCalibration(first.getCalibration());
        if (image.getBitDepth() != 24) stack.showAs(image, first, infos[0].nImages > 1);
        Properties texts = opener.decodeDescriptionString(infos[0]);
        int slices = number(texts, "slices");
        int frames = number(texts, "frames");
        if (slices * frames == stack.size()) image.setDimensions(1, slices, frames);
        return image;
    }

    /** ImageJ takes the range of the first page; of the whole stack if that is blank. */
    private void showAs(ImagePlus image, ImagePlus first, boolean inOneBlock) {
        double min = first.getDisplayRangeMin();
        double max = first.getDisplayRangeMax();
        if (inOneBlock && min == max) {
            for (int n = 1; n <= size(); n++) {
                ImageProcessor page = getProcessor(n);
                page.resetMinAndMax();
                min = n == 1 ? page.getMin() : Math.min(min, page.getMin());
                max = n == 1 ? page.getMax() : Math.max(max, page.getMax());
            }
        }
        image.getProcessor().setMinAndMax(min, max);
    }

    private static int number(Properties texts, String key) {
        if (texts == null || texts.getProperty(key) == null) return 1;
        return Integer.parseInt(texts.getProperty(key).strip());
    }

    private static FileInfo[] pages(FileInfo[] infos) {
        FileInfo first = infos[0];
        if (first.nImages <= 1) return infos;
        long bytes = (long) first.width * first.height * first.getBytesPerPixel();
        return IntStream.range(0, first.nImages)
                .mapToObj(
                        n -> {
                            FileInfo page = (FileInfo) first.clone();
                            page.nImages = 1;
                            page.longOffset = first.getOffset() + n * (bytes + first.getGap());
                            return page;
                        })
                .toArray(FileInfo[]::new);
    }

    @Override
    public int size() {
        return pages.length;
    }

    @Override
    public int getSize() {
        return pages.length;
    }

    /** Never a black page in place of one that cannot be read. */
    @Override
    public ImageProcessor getProcessor(int n) {
        Quiet<ImageProcessor> read = Quiet.call(new FileOpener(pages[n - 1])::openProcessor);
        ImageProcessor page = read.value();
        if (page == null) throw unreadable(n, read.said());
        return page;
    }

    @Override
    public Object getPixels(int n) {
        return getProcessor(n).getPixels();
    }

    @Override
    public String getSliceLabel(int n) {
        return null;
    }

    private BadPicture unreadable(int n, String said) {
        String problem =
                "page " + n + " cannot be read" + (said.isEmpty() ? "" : " (" + said + ")");
        return new BadPicture(file.toString(), problem, ImageFiles.COPY_AGAIN);
    }
}
