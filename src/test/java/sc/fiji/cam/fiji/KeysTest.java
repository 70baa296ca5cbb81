package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.Macro;
import ij.plugin.frame.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.util.ClassUtils;
import sc.fiji.cam.batch.BatchOptions;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.MacroOptions;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.train.TrainSettings;

/** Users' macros depend on label and keys: one list, the same at every door, never changing. */
class KeysTest {
    @Test
    void menuNamesLabelsAndClasses() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/plugins.config")) {
            String menu = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(menu.contains(entry(ExplainImage.LABEL, ExplainImage.class)), menu);
            assertTrue(menu.contains(entry(BatchImages.LABEL, BatchImages.class)), menu);
            assertTrue(menu.contains(entry(TrainImages.LABEL, TrainImages.class)), menu);
            assertTrue(menu.contains(entry(ModelInfo.LABEL, ModelInfo.class)), menu);
            assertTrue(menu.contains(entry(OpenSample.LABEL, OpenSample.class)), menu);
        }
        assertEquals("Explain Image...", ExplainImage.LABEL);
        assertEquals("Batch...", BatchImages.LABEL);
        assertEquals("Train...", TrainImages.LABEL);
        assertEquals("Model Info...", ModelInfo.LABEL);
        assertEquals("Open Sample", OpenSample.LABEL);
    }

    private static String entry(String label, Class<?> plugin) {
        return "Plugins>EfficientNet CAM, \"%s\", %s\n".formatted(label, plugin.getName());
    }

    @Test
    void keysAreTheFrozenOnes() {
        String keys =
                "activation channels crop device display entry family interpolation labels lut map"
                        + " method model opacity pooling range registration resize scaling size table"
                        + " target threads top";
        assertEquals(keys, String.join(" ", Options.keys()));
    }

    @Test
    void keysOfBatchesAreTheFrozenOnes() {
        String own = "input output recursive include exclude save streams restart dryrun failfast";
        assertEquals(own, String.join(" ", BatchOptions.LIST.stream().map(Option::key).toList()));
        Set<String> others = new TreeSet<>(Options.keys());
        others.removeAll(Set.of("map", "table"));
        assertEquals(10 + others.size(), BatchOptions.all().size());
        assertTrue(batchKeys().containsAll(others));
    }

    @Test
    void keysOfTrainingsAreTheFrozenOnes() {
        String keys =
                "input rois show output from mode architecture epochs size batch rate decay"
                        + " balance equivariance seed validation precision licence report device"
                        + " threads";
        List<String> all = TrainRequest.all().stream().map(Option::key).toList();
        assertEquals(keys, String.join(" ", all));
    }

    private static Set<String> trainKeys() {
        return new TreeSet<>(TrainRequest.all().stream().map(Option::key).toList());
    }

    private static Set<String> batchKeys() {
        return new TreeSet<>(BatchOptions.all().stream().map(Option::key).toList());
    }

    @Test
    void dialogsHaveEveryKeyAsFirstWordOfALabel() {
        assertEquals(Options.keys(), keys(ExplainDialog.FORM));
        assertEquals(batchKeys(), keys(BatchDialog.FORM));
        assertEquals(trainKeys(), keys(TrainDialog.FORM));
        assertEquals(new TreeSet<>(Options.OF_MODEL), keys(ModelInfo.FORM));
    }

    private static Set<String> keys(OptionDialog form) {
        form.labels()
                .forEach(
                        (key, label) ->
                                assertEquals(key, label.split("[ :]")[0].toLowerCase(), label));
        return new TreeSet<>(form.labels().keySet());
    }

    @Test
    void commandsHaveEveryKeyAsField() {
        Set<String> expected = new TreeSet<>(Options.keys());
        expected.add("image");
        assertEquals(expected, inputs(ExplainCommand.class));
        assertEquals(batchKeys(), inputs(BatchCommand.class));
        assertEquals(trainKeys(), inputs(TrainCommand.class));
        assertEquals(new TreeSet<>(Options.OF_MODEL), inputs(ModelInfoCommand.class));
        assertEquals(Set.of("sample"), inputs(OpenSampleCommand.class));
    }

    private static Set<String> inputs(Class<?> command) {
        Set<String> inputs = new TreeSet<>();
        for (Field field : ClassUtils.getAnnotatedFields(command, Parameter.class)) {
            Parameter parameter = field.getAnnotation(Parameter.class);
            boolean ours = field.getDeclaringClass().getName().startsWith("sc.fiji.cam");
            if (!ours || parameter.type() == ItemIO.OUTPUT) continue;
            assertFalse(parameter.persist(), field.getName());
            assertFalse(parameter.required(), field.getName());
            inputs.add(field.getName());
        }
        return inputs;
    }

    @Test
    void theDocumentationHasEveryRow() throws IOException {
        String page = Files.readString(Path.of("docs/macros.md"));
        List<Option> all = new ArrayList<>(Options.LIST);
        all.addAll(BatchOptions.LIST);
        all.add(SampleJob.SAMPLE);
        all.addAll(TrainRequest.OWN);
        TrainSettings.OPTIONS.stream()
                .filter(o -> !Options.keys().contains(o.key()))
                .forEach(all::add);
        for (Option o : all) {
            String row =
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(o.key(), o.form(), o.standard(), o.help())
                            .replace("|  |", "| |");
            String plain = page.replace("\\|", "|");
            assertTrue(plain.contains(row), "docs/macros.md lacks: " + row);
        }
    }

    @Test
    void imageJReadsNoKeyInsideAnother() {
        Set<String> keys = new TreeSet<>(Options.keys());
        keys.addAll(batchKeys());
        keys.addAll(trainKeys());
        assertTrue(readInsideAnother(keys).isEmpty(), readInsideAnother(keys).toString());
        keys.forEach(key -> assertTrue(key.matches("[a-z]+"), key));
    }

    @Test
    void aKeyInsideAnotherWouldBeNoticed() {
        assertEquals(List.of("k"), readInsideAnother(List.of("top_k", "k")));
    }

    /** Keys that ImageJ's own reader finds although only the others were given. */
    private static List<String> readInsideAnother(Collection<String> keys) {
        List<String> found = new ArrayList<>();
        for (String key : keys) {
            StringBuilder others = new StringBuilder();
            for (String other : keys) {
                if (!other.equals(key)) others.append(other).append("=x ");
            }
            if (!Macro.getValue(others.toString(), key, "absent").equals("absent")) found.add(key);
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/b3.pth",
                "/data/my models/b3 [v1].pth",
                "C:\\My Data\\m [v1].pt",
                "[v1]",
                "'quoted'",
                "/data/a[b]c.pt",
                "tabby, tabby cat",
                "say \"cat\""
            })
    void aRecordedLineReplays(String value) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("model", value);
        given.put("opacity", "0.25");
        Map<String, String> read = MacroOptions.parse(replayed(given));
        assertEquals(value.replace('\\', '/'), read.get("model"));
        assertEquals("0.25", read.get("opacity"));
        assertEquals(2, read.size());
    }

    /**
     * Through ImageJ's recorder into the source of a macro, and out again as its interpreter does.
     */
    private static String replayed(Map<String, String> given) {
        Recorder.resetCommandOptions();
        given.forEach((key, value) -> Recorder.recordOption(key, OptionDialog.recorded(value)));
        String source = "return \"" + Recorder.getCommandOptions() + "\";";
        Recorder.resetCommandOptions();
        return IJ.runMacro(source);
    }

    @Test
    void theDialogAsFirstShownMeansTheDefaults() {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String key : Options.keys()) shown.put(key, ExplainDialog.FORM.standard(key));
        CamSettings settings = CamSettings.of(ExplainDialog.FORM.given(shown));
        assertEquals(CamSettings.defaults().toMap(), settings.toMap());
        assertTrue(settings.crop().isEmpty(), "crop would overrule the file");
        assertTrue(settings.interpolation().isEmpty(), "interpolation would overrule the file");
        assertFalse(
                ExplainDialog.FORM.given(shown).containsKey("labels"), "empty values are left out");
    }

    @Test
    void theDialogRemembersAndNothingElseDoes() {
        ExplainDialog.FORM.remember(Map.of("opacity", " 0.7 ", "labels", ""));
        assertEquals("0.7", ExplainDialog.FORM.remembered().get("opacity"));
        assertEquals("", ExplainDialog.FORM.remembered().get("labels"));
        assertEquals(0.4, CamSettings.of(MacroOptions.parse("")).opacity());
        ExplainDialog.FORM.remember(Map.of("opacity", ExplainDialog.FORM.standard("opacity")));
    }

    @Test
    void theBatchDialogAsFirstShownMeansTheDefaults() {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String key : batchKeys()) shown.put(key, BatchDialog.FORM.standard(key));
        BatchSettings settings = BatchSettings.of(BatchDialog.FORM.given(shown));
        BatchSettings defaults = BatchSettings.of(Map.of());
        assertEquals(defaults.cam().toMap(), settings.cam().toMap());
        assertTrue(settings.cam().crop().isEmpty(), "crop would overrule the file");
        assertEquals(defaults.streamsHere(), settings.streamsHere());
        assertEquals(defaults.save(), settings.save());
        assertFalse(settings.restart() || settings.dryRun() || settings.recursive());
    }

    @Test
    void theTrainDialogAsFirstShownMeansTheDefaults() {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String key : trainKeys()) shown.put(key, TrainDialog.FORM.standard(key));
        shown.put("input", "/data/images");
        shown.put("output", "/data/m.safetensors");
        TrainRequest request = TrainRequest.of(TrainDialog.FORM.given(shown));
        Map<String, String> least =
                Map.of("input", "/data/images", "output", "/data/m.safetensors");
        assertEquals(TrainRequest.of(least).show(), request.show());
        TrainSettings defaults = TrainRequest.of(least).settings();
        assertEquals(defaults.run().toMap(), request.settings().run().toMap());
        assertEquals(defaults.epochs(), request.settings().epochs());
        assertEquals(defaults.architecture(), request.settings().architecture());
        shown.put("from", "/data/b3.pth");
        assertTrue(TrainRequest.of(TrainDialog.FORM.given(shown)).settings().from().isPresent());
    }

    @Test
    void dialogsShareTheModelAndNothingElse() {
        ExplainDialog.FORM.remember(Map.of("model", "/a/b3.pth", "threads", "7"));
        assertEquals("/a/b3.pth", BatchDialog.FORM.remembered().get("model"));
        assertEquals("1", BatchDialog.FORM.remembered().get("threads"));
        BatchDialog.FORM.remember(Map.of("restart", "true", "dryrun", "true", "recursive", "true"));
        Map<String, String> remembered = BatchDialog.FORM.remembered();
        assertEquals("false", remembered.get("restart"), "nobody deletes by an old click");
        assertEquals("false", remembered.get("dryrun"));
        assertEquals("true", remembered.get("recursive"));
        ExplainDialog.FORM.remember(Map.of("model", "", "threads", "cores"));
        BatchDialog.FORM.remember(Map.of("recursive", "false"));
    }

    @Test
    void whatTheDialogSaysIsGiven() {
        Map<String, String> shown = Map.of("crop", " 0.9375 ", "interpolation", "bicubic");
        CamSettings settings = CamSettings.of(ExplainDialog.FORM.given(shown));
        assertEquals(0.9375, settings.crop().orElseThrow());
        assertEquals("bicubic", settings.interpolation().orElseThrow().id());
    }

    @Test
    void everyOptionSurvivesTheOptionString() {
        Map<String, String> all = CamSettings.defaults().toMap();
        all.put("model", "C:\\My Data\\m [v1].pt");
        assertEquals(all, MacroOptions.parse(MacroOptions.format(all)));
        assertEquals(Options.LIST.size(), all.size());
        assertFalse(Arrays.asList(all.values().toArray()).contains(null));
    }
}
