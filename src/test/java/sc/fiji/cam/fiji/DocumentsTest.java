package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.batch.BatchOptions;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.MacroOptions;
import sc.fiji.cam.data.WrongUse;

/** The calls that documents and examples show are calls that work. */
class DocumentsTest {
    private static final Pattern MACRO =
            Pattern.compile(
                    "run\\(\"((?:Explain|Batch|Train)[^\"]*)\", (\"[^\"]*\"(?: \\+ \\w+ \\+ \"[^\"]*\")*)");

    private static final Pattern SCRIPT =
            Pattern.compile(
                    "EfficientNetCam\\.(explain|batch|train)\\((?:\\w+, )?[\\[{]([^\\]}]*)[\\]}]\\)");

    private static final Pattern PAIR = Pattern.compile("\"?(\\w+)\"?: \"([^\"]*)\"");

    private static List<MatchResult> found(Pattern pattern) throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of("docs", "macros")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(f -> f.toString().matches(".*\\.(md|ijm)")).forEach(pages::add);
            }
        }
        List<MatchResult> found = new ArrayList<>();
        for (Path page : pages) {
            found.addAll(pattern.matcher(Files.readString(page)).results().toList());
        }
        return found;
    }

    @Test
    void everyMacroCallIsUnderstood() throws IOException {
        List<MatchResult> calls = found(MACRO);
        assertTrue(calls.size() >= 6, "found only " + calls.size());
        for (MatchResult call : calls) {
            if (call.group(1).equals(BatchImages.LABEL)) {
                batch(call.group(2)).requireComplete();
            } else if (call.group(1).equals(TrainImages.LABEL)) {
                train(call.group(2));
            } else {
                assertEquals(ExplainImage.LABEL, call.group(1));
                settings(call.group(2));
            }
        }
    }

    @Test
    void aWrongMacroCallWouldBeNoticed() {
        settings("\"model=[\" + model + \"] top=3\"");
        assertThrows(WrongUse.class, () -> settings("\"model=m opacitty=1\""));
        assertThrows(WrongUse.class, () -> settings("\"model=m map\""));
        assertThrows(WrongUse.class, () -> train("\"rois=overlay output=m.pth\""));
        assertThrows(WrongUse.class, () -> batch("\"model=m map=show\""));
    }

    private static CamSettings settings(String source) {
        return CamSettings.of(MacroOptions.parse(argument(source)));
    }

    private static BatchSettings batch(String source) {
        return BatchSettings.of(MacroOptions.parse(argument(source), BatchOptions::of));
    }

    private static TrainRequest train(String source) {
        return TrainRequest.of(MacroOptions.parse(argument(source), TrainRequest::option));
    }

    /** The argument in a macro's source; a variable stands for some path. */
    private static String argument(String source) {
        String text = source.replaceAll("\" \\+ \\w+ \\+ \"", "/a b/c.safetensors");
        return text.substring(1, text.length() - 1);
    }

    @Test
    void everyScriptCallIsUnderstood() throws IOException {
        List<MatchResult> calls = found(SCRIPT);
        assertTrue(calls.size() >= 4, "found only " + calls.size());
        for (MatchResult call : calls) {
            Map<String, String> options = new LinkedHashMap<>();
            PAIR.matcher(call.group(2)).results().forEach(p -> options.put(p.group(1), p.group(2)));
            if (call.group(1).equals("batch")) BatchSettings.of(options).requireComplete();
            else if (call.group(1).equals("train")) requireTraining(options);
            else CamSettings.of(options);
        }
    }

    /** ROIs of images that a script hands over need not be named. */
    private static void requireTraining(Map<String, String> options) {
        if (!options.containsKey("input")) options.put("rois", "overlay");
        TrainRequest.of(options);
    }
}
