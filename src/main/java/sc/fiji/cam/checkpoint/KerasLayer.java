package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * One layer of a Keras configuration. What it holds beyond the keys that are asked for is ignored:
 * every version of Keras writes others.
 *
 * @param type class without the package it was registered under: {@code Dense}
 * @param name the layer's own
 * @param path its own name; inside a model in a model, with the outermost one's in front: {@code
 *     efficientnetb3.stem_conv}
 * @param config its settings
 * @param calls what it is called with, once per call
 * @param inner the layers, if it is a model itself
 */
record KerasLayer(
        String type,
        String name,
        String path,
        Inert.Dict config,
        List<Object> calls,
        Optional<KerasModel> inner) {

    /** A setting, if it is there and not null. */
    Optional<Object> get(String key) {
        return Optional.ofNullable(config.get(key)).filter(v -> v != Inert.Nothing.NONE);
    }

    /** A setting that is a text. */
    Optional<String> text(String key) {
        return get(key).filter(String.class::isInstance).map(String.class::cast);
    }

    /** A setting that is a number. */
    Optional<Double> number(String key) {
        return get(key).filter(Number.class::isInstance).map(n -> ((Number) n).doubleValue());
    }

    /** Whether a setting is true. */
    boolean is(String key) {
        return get(key).filter(Boolean.TRUE::equals).isPresent();
    }

    /** For messages: {@code layer dense_1 (Dense)}. */
    String described() {
        return "layer " + name + " (" + type + ")";
    }
}
