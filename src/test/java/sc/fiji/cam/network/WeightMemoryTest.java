package sc.fiji.cam.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks;

/** Weights outlive the Java memory they were handed over in. */
class WeightMemoryTest {
    @ParameterizedTest
    @EnumSource(Form.class)
    void garbageCollectionDoesNotTouchALoadedProgram(Form form) {
        Networks.Network network = Networks.random(Architecture.B0, 3, 8);
        Planes input = NetworkTest.noise(64, 64, 1);
        try (CamModel model = Models.open(network, DeltaNetworkTest.FAMILIES.get(0), form)) {
            Planes before = model.run(input, 1, 1, Program.Run::features);
            for (int round = 0; round < 3; round++) {
                System.gc();
                overwriteFreedMemory(network);
                assertEquals(before, model.run(input, 1, 1, Program.Run::features));
            }
        }
    }

    /** Buffers of the sizes the weights had, filled with something else. */
    private static void overwriteFreedMemory(Networks.Network network) {
        List<ByteBuffer> buffers = new ArrayList<>();
        network.weights()
                .tensors()
                .forEach(
                        tensor -> {
                            ByteBuffer buffer =
                                    ByteBuffer.allocateDirect(tensor.values().length * 4);
                            while (buffer.hasRemaining()) buffer.put((byte) 0x7f);
                            buffers.add(buffer);
                        });
    }
}
