package sc.fiji.cam.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Planes;

/**
 * A TorchScript file run by DJL in the ordinary way, Predictor and all: the baseline of {@code
 * ./cam benchmark}. Holds native memory until closed.
 */
public final class TorchScriptModel implements AutoCloseable {
    private final Path file;
    private final Model model;
    private final Predictor<NDList, NDList> predictor;

    private TorchScriptModel(Path file, Model model) {
        this.file = file;
        this.model = model;
        this.predictor = model.newPredictor(new NoopTranslator(null));
    }

    /**
     * Loads a traced or scripted file on the processor.
     *
     * @throws BadCheckpoint if it is not there, or PyTorch does not take it
     */
    public static TorchScriptModel open(Path file, int threads) {
        if (!Files.isRegularFile(file)) {
            throw new BadCheckpoint(file.toString(), "there is no such file", "Check the path.");
        }
        return PyTorch.call(
                () -> {
                    PyTorch.start(threads);
                    PyTorch.useThreads(threads);
                    Model model = Model.newInstance("baseline", Device.cpu(), "PyTorch");
                    try {
                        model.load(
                                file.toAbsolutePath().getParent(), file.getFileName().toString());
                        return new TorchScriptModel(file, model);
                    } catch (IOException | MalformedModelException | RuntimeException e) {
                        model.close();
                        String advice = "Give a file of torch.jit.trace or torch.jit.script.";
                        String problem = "PyTorch does not load it as TorchScript";
                        throw new BadCheckpoint(file.toString(), problem, advice).because(e);
                    }
                });
    }

    /**
     * Runs it once.
     *
     * @param input {@code batch * 3} planes, normalised
     * @param batch number of pictures
     * @return its first output, row by row: logits
     */
    public float[] run(Planes input, int batch) {
        // Our own program switches the optimiser off on this thread; the ordinary way has it on.
        JniUtils.setGraphExecutorOptimize(true);
        try (NDManager scratch = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(batch, 3, input.height(), input.width());
            NDArray x = scratch.create(FloatBuffer.wrap(input.values()), shape);
            try (NDList output = predictor.predict(new NDList(x))) {
                return output.get(0).toFloatArray();
            }
        } catch (TranslateException e) {
            throw new BadCheckpoint(file.toString(), "it does not run", "").because(e);
        }
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
