package sc.fiji.cam.checkpoint;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;

/** Which function a module is, by its class. */
final class ModuleActivations {
    /** Class without package to function. */
    private static final Map<String, Activation> KINDS =
            Map.ofEntries(
                    Map.entry("ReLU", Activation.RELU),
                    Map.entry("LeakyReLU", Activation.LEAKY_RELU),
                    Map.entry("ReLU6", Activation.RELU6),
                    Map.entry("ELU", Activation.ELU),
                    Map.entry("SELU", Activation.SELU),
                    Map.entry("GELU", Activation.GELU),
                    Map.entry("GELUTanh", Activation.GELU_TANH),
                    Map.entry("SiLU", Activation.SILU),
                    Map.entry("SiLUActivation", Activation.SILU),
                    Map.entry("Swish", Activation.SILU),
                    Map.entry("SwishMe", Activation.SILU),
                    Map.entry("MemoryEfficientSwish", Activation.SILU),
                    Map.entry("Hardswish", Activation.HARDSWISH),
                    Map.entry("HardSwish", Activation.HARDSWISH),
                    Map.entry("HardSwishMe", Activation.HARDSWISH),
                    Map.entry("Mish", Activation.MISH),
                    Map.entry("MishMe", Activation.MISH),
                    Map.entry("Softplus", Activation.SOFTPLUS),
                    Map.entry("Tanh", Activation.TANH),
                    Map.entry("Sigmoid", Activation.SIGMOID));

    private ModuleActivations() {}

    /** The function; empty if the module is none, or has settings that are not read. */
    static Optional<ActivationLayer> of(TorchModule module) {
        Optional<Activation> function = Optional.ofNullable(KINDS.get(module.kind()));
        if (function.isEmpty() || !module.parts().isEmpty()) return Optional.empty();
        return switch (function.get()) {
            case LEAKY_RELU -> Optional.of(with(Activation.LEAKY_RELU, module, "negative_slope"));
            case ELU -> Optional.of(with(Activation.ELU, module, "alpha"));
            case GELU -> gelu(module.settings().get("approximate"));
            case SOFTPLUS -> softplus(module);
            default -> function.map(ActivationLayer::new);
        };
    }

    private static ActivationLayer with(Activation function, TorchModule module, String setting) {
        return new ActivationLayer(function, module.number(setting).orElse(function.alpha()));
    }

    private static Optional<ActivationLayer> gelu(@Nullable Object form) {
        boolean tanh = "tanh".equals(form);
        return Optional.of(new ActivationLayer(tanh ? Activation.GELU_TANH : Activation.GELU));
    }

    private static Optional<ActivationLayer> softplus(TorchModule module) {
        boolean usual = module.number("beta").orElse(1.0) == 1;
        return usual ? Optional.of(new ActivationLayer(Activation.SOFTPLUS)) : Optional.empty();
    }
}
