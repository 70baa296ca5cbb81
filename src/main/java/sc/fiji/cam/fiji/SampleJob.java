package sc.fiji.cam.fiji;

import ij.ImagePlus;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.catalogue.Sample;
import sc.fiji.cam.catalogue.Samples;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.image.ImageFiles;

/** Opens an image that comes with the program and explains it by the bundled model. */
final class SampleJob {
    private static final List<String> IDS =
            Samples.standard().list().stream().map(Sample::id).toList();

    /** The only option: which image. */
    static final Option SAMPLE =
            new Option(
                    "sample",
                    String.join("|", IDS),
                    IDS.get(0),
                    IDS,
                    "which image",
                    Option.Door.IMAGEJ);

    private final ExplainJob job;

    SampleJob(ExplainJob job) {
        this.job = job;
    }

    /** The job with the models that the whole process shares. */
    static SampleJob standard() {
        return new SampleJob(ExplainJob.standard());
    }

    /**
     * Refuses every other key.
     *
     * @throws sc.fiji.cam.data.WrongUse if it is not the one there is
     */
    static void requireKnown(String key) {
        if (key.equals(SAMPLE.key())) return;
        throw Options.unknown(key, List.of(SAMPLE.key()), "a sample has no such option");
    }

    /**
     * Opens an image at the page that shows most; does not show it.
     *
     * @param given text of the option, by key
     * @throws sc.fiji.cam.data.WrongUse if there is no such image
     */
    static ImagePlus open(Map<String, String> given) {
        given.keySet().forEach(SampleJob::requireKnown);
        Samples samples = Samples.standard();
        Sample sample = samples.find(given.getOrDefault(SAMPLE.key(), SAMPLE.standard()));
        ImagePlus image = ImageFiles.open(sample.file(), samples.read(sample));
        image.setSlice(sample.page());
        return image;
    }

    /**
     * Explains an image as {@code Explain Image...} does, with the bundled model.
     *
     * @throws sc.fiji.cam.data.CamException if the model cannot be used
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed
     */
    CamResult explain(ImagePlus image) {
        return job.run(image, CamSettings.of(Map.of("model", Options.BUNDLED)));
    }
}
