package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.SafetensorsWriter;

/** Whole files: what is understood, and what is assumed. */
class CheckpointsTest extends WholeFiles {
    @Test
    void writtenNetworksComeBackBitForBit() {
        Checkpoint checkpoint = read(plain);
        assertEquals(
                List.copyOf(B0.weights().tensors()), List.copyOf(checkpoint.weights().tensors()));
        assertEquals(Head.of(B0.head()), checkpoint.head());
        assertEquals("safetensors", checkpoint.facts().container());
        assertEquals(plain.toString(), checkpoint.facts().file());
        assertEquals(Architecture.B0, checkpoint.architecture());
        assertEquals(InputSpec.IMAGENET, checkpoint.input());
    }

    /** 12,233,232 is torchvision's own count for B3 with 1000 classes; a linear layer has 1537. */
    @Test
    void countsTrainedValuesAsTorchvisionDoes() {
        assertEquals(
                12_233_232 - 990 * 1537, read(Golden.file("torchvision_float16.pth")).parameters());
        assertEquals(4_007_548 + 3 * 1281, read(plain).parameters());
    }

    @ParameterizedTest
    @CsvSource({
        "auto, torch, 1e-5",
        "torch, torch, 1e-5",
        "tensorflow, tensorflow, 1e-3",
        "static, static:224, 1e-3",
        "static:300, static:300, 1e-3",
        "keras-none, keras-none, 1e-3"
    })
    void theFamilyOptionDecides(String option, String id, float eps) {
        for (Dialect dialect : Dialects.LIST) {
            if (dialect == Dialects.KERAS && id.equals("torch")) continue;
            Checkpoint checkpoint = read(tiny(dialect, Map.of()), "family", option);
            boolean torchvision = dialect.id().equals("torchvision");
            boolean symmetric = torchvision || dialect == Dialects.TIMM;
            boolean nominal = option.equals("auto") && !symmetric;
            String expected = nominal ? "static:224" : id;
            assertEquals(expected, checkpoint.facts().family());
            assertEquals(expected, checkpoint.family().id());
            assertEquals(nominal ? 1e-3f : eps, checkpoint.family().eps());
            boolean overrides = torchvision && !id.equals("torch");
            assertEquals(overrides, says(checkpoint, "as the option says"));
            boolean assumed = !torchvision && option.equals("auto");
            assertEquals(assumed, says(checkpoint, "Assumed family " + expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arch, tf_efficientnet_b0.ns_jft_in1k, tensorflow",
        "architecture, timm/tf_efficientnet_b0, tensorflow",
        "arch, efficientnet_b0, torch",
        "model_name, hf-hub:timm/tf_efficientnet_b0.in1k, tensorflow"
    })
    void timmsArchitectureInTheFileDecides(String key, String value, String family) {
        Checkpoint checkpoint = read(tiny(Dialects.TIMM, Map.of(key, value)));
        assertEquals(family, checkpoint.family().id());
        assertFalse(says(checkpoint, "Assumed family"));
        Checkpoint other = read(tiny(Dialects.TIMM, Map.of("args", Map.of(key, value))));
        assertEquals(family, other.family().id());
        String opposite = family.equals("torch") ? "tensorflow" : "torch";
        Checkpoint overridden = read(tiny(Dialects.TIMM, Map.of(key, value)), "family", opposite);
        assertEquals(opposite, overridden.family().id());
        assertTrue(says(overridden, "as the option says"));
    }

    @Test
    void torchvisionsLargeNetworksHaveTensorflowsEps() {
        RawCheckpoint none = new RawCheckpoint("", Map.of(), new Extras(""), List.of());
        for (Architecture a : Architecture.values()) {
            float eps = a.compareTo(Architecture.B5) >= 0 ? 1e-3f : 1e-5f;
            List<String> notes = new ArrayList<>();
            assertEquals(eps, Families.of("auto", Dialects.TORCHVISION, a, none, notes).eps());
            assertTrue(notes.isEmpty());
            assertEquals(1e-5f, Families.of("auto", Dialects.TIMM, a, none, notes).eps());
        }
    }

    @Test
    void safetensorsMetadataGiveLabelsAndInput() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("id2label", "{\"0\": \"x\", \"1\": \"y\", \"2\": \"z\"}");
        metadata.put("input_size", "[3, 256, 320]");
        metadata.put("mean", "[0.5, 0.5, 0.5]");
        metadata.put("std", "[0.25, 0.5, 1]");
        metadata.put("crop_pct", "0.9");
        metadata.put("interpolation", "bicubic");
        Path file = SafetensorsWriter.write(folder.resolve("m.safetensors"), B0, metadata);
        Checkpoint checkpoint = read(file);
        assertEquals(List.of("x", "y", "z"), checkpoint.labels().names());
        InputSpec input = checkpoint.input();
        assertEquals(new InputSize(320, 256), input.size().orElseThrow());
        assertEquals(List.of(0.5f, 0.5f, 0.5f), input.scaling().mean());
        assertEquals(List.of(0.25f, 0.5f, 1f), input.scaling().std());
        assertEquals(0.9, input.crop().orElseThrow());
        assertEquals(Interpolation.BICUBIC, input.interpolation().orElseThrow());
        assertEquals("file", input.sources().scaling());
    }

    @Test
    void anInputThatIsNotUnderstoodIsSaid() {
        Map<String, Object> beside = new LinkedHashMap<>();
        beside.put("mean", List.of(123.0, 117.0, 104.0));
        beside.put("args", Map.of("img_size", 8));
        Checkpoint checkpoint = read(tiny(Dialects.TORCHVISION, beside));
        assertEquals(InputSpec.IMAGENET, checkpoint.input());
        assertTrue(says(checkpoint, "Ignored mean"));
        assertTrue(says(checkpoint, "Ignored args.img_size"));
    }

    @Test
    void meanAndStdMayBeOnTheScaleOf255() {
        Map<String, Object> beside = new LinkedHashMap<>();
        beside.put("mean", List.of(127.5, 0.0, 255.0));
        beside.put("std", List.of(51.0, 255.0, 127.5));
        Checkpoint checkpoint = read(tiny(Dialects.TORCHVISION, beside));
        assertEquals(
                new Scaling(List.of(0.5f, 0f, 1f), List.of(0.2f, 1f, 0.5f)),
                checkpoint.input().scaling());
        assertEquals("file", checkpoint.input().sources().scaling());
        assertEquals("architecture", checkpoint.input().sources().size());
        assertTrue(checkpoint.assumptions().stream().noneMatch(a -> a.startsWith("Ignored")));
    }

    @Test
    void anOptionReplacesTheScalingOfTheFileAndThatIsSaid() {
        Map<String, Object> beside = new LinkedHashMap<>();
        beside.put("mean", List.of(0.5, 0.5, 0.5));
        beside.put("std", List.of(0.5, 0.5, 0.5));
        Path file = tiny(Dialects.TORCHVISION, beside);
        Checkpoint other = read(file, "scaling", "0-255", "channels", "BGR");
        assertEquals(Scaling.of(0, 1 / 255f), other.input().scaling());
        assertEquals(ChannelOrder.BGR, other.input().channels());
        assertEquals("option", other.input().sources().scaling());
        assertEquals("option", other.input().sources().channels());
        assertTrue(says(other, "The scaling of the file is replaced"));
        assertFalse(says(read(file, "scaling", "-1-1"), "is replaced"), "nothing changes");
        assertFalse(says(read(plain, "scaling", "0-255"), "is replaced"), "nothing was there");
        Path sized = tiny(Dialects.TORCHVISION, Map.of("img_size", 224));
        assertFalse(says(read(sized, "scaling", "0-1"), "is replaced"), "only a size was there");
    }

    @Test
    void aFileTellsWhatWroteIt() {
        assertEquals("", read(plain).facts().writer());
        Path torch = tiny(Dialects.TORCHVISION, Map.of("pytorch-lightning_version", "2.5.1"));
        assertEquals("torch, archive version 3, Lightning 2.5.1", read(torch).facts().writer());
        Path hub =
                SafetensorsWriter.write(
                        folder.resolve("m.safetensors"), B0, Map.of("format", "pt"));
        assertEquals("format pt", read(hub).facts().writer());
    }

    @Test
    void theFamilyHasItsReason() {
        assertEquals("names of torchvision", read(plain).facts().familySource());
        assertEquals("option", read(plain, "family", "static").facts().familySource());
        assertEquals("assumed", read(tiny(Dialects.TIMM, Map.of())).facts().familySource());
        Path named = tiny(Dialects.TIMM, Map.of("arch", "tf_efficientnet_b0"));
        assertEquals("the file names tf_efficientnet_b0", read(named).facts().familySource());
    }

    @Test
    void aNetworkWithoutAFileIsACheckpointToo() {
        Checkpoint checkpoint = Models.checkpoint(B0, read(plain).family());
        assertEquals(read(plain).parameters(), checkpoint.parameters());
        assertEquals("class 2", checkpoint.labels().names().get(2));
    }
}
