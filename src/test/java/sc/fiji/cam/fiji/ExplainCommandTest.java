package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Golden;

/** The command as SciJava finds, fills and runs it, without a display and a network. */
class ExplainCommandTest {
    private static Context context;

    private final ImagePlus image = new ImagePlus("picture", new ByteProcessor(40, 30));

    @BeforeAll
    static void open() {
        context = new Context(CommandService.class);
    }

    @AfterAll
    static void close() {
        context.dispose();
    }

    @Test
    void isFoundUnderItsNameAndLeavesTheMenuToThePlugIn() {
        CommandInfo info = commands().getCommand(ExplainCommand.class);
        assertEquals(
                "Plugins > EfficientNet CAM > Explain Image...",
                info.getMenuPath().getMenuString());
        assertTrue(info.canRunHeadless());
        assertTrue(info.is("no-legacy"));
        assertTrue(info.is("no-record"));
    }

    @Test
    void returnsPlainValues() throws Exception {
        CommandModule module = new CommandModule(info(), new ExplainCommand(Fakes.job()));
        module.setInput("image", image);
        module.setInput("model", "m");
        module.setInput("target", "dog");
        module.setInput("top", "2");
        module.setInput("table", "none");
        module.run();
        assertEquals("dog", module.getOutput("label"));
        assertEquals(1, module.getOutput("classIndex"));
        assertEquals(2.0, module.getOutput("logit"));
        assertEquals(0.25, (double) module.getOutput("probability"), 1e-6);
        List<?> results = (List<?>) module.getOutput("results");
        assertEquals(2, results.size());
        assertEquals("cat", ((Map<?, ?>) results.get(0)).get("label"));
        assertEquals(1, image.getOverlay().size());
    }

    @Test
    void escapeCancelsTheModule() {
        ExplainJob stopped =
                new ExplainJob(
                        new ModelCache(
                                settings -> {
                                    throw new Cancelled();
                                }));
        CommandModule module = new CommandModule(info(), new ExplainCommand(stopped));
        module.setInput("image", image);
        module.setInput("model", "m");
        module.run();
        assertTrue(module.isCanceled());
        assertEquals("cancelled", module.getCancelReason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "opacity | abc | option opacity: found \"abc\"",
                "opacity | 7 | option opacity: found \"7\"",
                "lut | nope | option lut: no colour table",
                "model | /no/such/file.pth | /no/such/file.pth",
                "model | ' ' | option model: found"
            })
    void whateverIsWrongReachesTheCaller(String key, String value, String message) {
        String text = error("image", image, key, value).getMessage();
        assertTrue(text.startsWith(message), text);
    }

    @Test
    void aMissingImageIsAnErrorAndNotSilence() {
        assertTrue(error("model", "m").getMessage().contains("image"));
    }

    @Test
    void anUnknownKeyReachesTheCaller() {
        assertThrows(
                IllegalArgumentException.class,
                () -> commands().run(ExplainCommand.class, true, "opacitty", "0.5").get());
    }

    @Test
    void numbersAreTakenAsTexts() {
        String text = error("image", image, "opacity", 7.5).getMessage();
        assertTrue(text.startsWith("option opacity: found \"7.5\""), text);
    }

    @Test
    void nothingIsRememberedFromOneRunToTheNext() {
        assertTrue(error("image", image, "opacity", "abc").getMessage().contains("opacity"));
        assertFalse(error("image", image, "model", "/m").getMessage().contains("opacity"));
    }

    @Test
    void imgLibImagesAreExplainedWithoutDrawing() {
        Map<String, String> show = Map.of("model", "m", "map", "show");
        WrongUse error =
                assertThrows(
                        WrongUse.class,
                        () -> EfficientNetCam.explain(ArrayImgs.unsignedBytes(4, 3), show));
        assertTrue(error.getMessage().startsWith("option map"), error.getMessage());
    }

    @Test
    void anImgAndAnImagePlusGetTheSameAnswer() {
        ImagePlus plus = new ImagePlus(Golden.picture("a", "224").toString());
        byte[] planes = new byte[3 * 224 * 224];
        for (int i = 0; i < planes.length; i++) {
            int rgb = plus.getProcessor().get(i % (224 * 224));
            planes[i] = (byte) (rgb >> (16 - 8 * (i / (224 * 224))));
        }
        String model = Golden.file("torchvision_state_dict.pth").toString();
        Map<String, String> options = Map.of("model", model, "table", "none", "size", "224");
        CamResult ofPlus = EfficientNetCam.explain(plus, options);
        CamResult ofImg =
                EfficientNetCam.explain(ArrayImgs.unsignedBytes(planes, 224, 224, 3), options);
        assertEquals(ofPlus.predictions(), ofImg.predictions());
        assertEquals(ofPlus.maps(), ofImg.maps());
        assertEquals(1, plus.getOverlay().size());
    }

    @Test
    void mapsHaveTheSizeOfTheImage() {
        var settings = CamSettings.defaults().with("model", "m").with("table", "none");
        var result = Fakes.job().run(image, settings);
        var map = EfficientNetCam.map(result, 0, 40, 30);
        assertEquals(40, map.dimension(0));
        assertEquals(30, map.dimension(1));
        assertEquals(4f, map.getAt(0, 0).get(), "signed, not scaled");
        assertEquals(-1f, map.getAt(39, 0).get());
    }

    private static CommandService commands() {
        return context.service(CommandService.class);
    }

    private static CommandInfo info() {
        return commands().getCommand(ExplainCommand.class);
    }

    /** The error that a run ends with. */
    private static CamException error(Object... inputs) {
        ExecutionException e =
                assertThrows(
                        ExecutionException.class,
                        () -> commands().run(ExplainCommand.class, true, inputs).get());
        Throwable cause = e;
        while (!(cause instanceof CamException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertTrue(cause instanceof CamException, "not an error for users: " + cause);
        return (CamException) cause;
    }
}
