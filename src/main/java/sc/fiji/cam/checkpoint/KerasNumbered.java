package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays by number, as Keras writes them into {@code .keras} and {@code .weights.h5} files: {@code
 * layers/conv2d_7/vars/0}. Layers are numbered by class in the order of the model, in Keras 2.12 to
 * 2.14 with gaps: only their rank counts. Since Keras 3.6 an attribute tells their names.
 */
final class KerasNumbered {
    private static final List<String> LISTS = List.of("layers", "_layer_checkpoint_dependencies");
    private static final String ARRAYS = "vars";
    private static final String OPTIMISER = "optimizer";
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:_(\\d{1,6}))?");

    private final Map<String, Map<String, RawTensor>> layers = new LinkedHashMap<>();
    private final List<String> listed = new ArrayList<>();

    private KerasNumbered() {}

    /** Whether a group holds arrays in this form. */
    static boolean isIn(Hdf5Group group) {
        return list(group).isPresent() || !attributes(group).isEmpty();
    }

    /**
     * Finds the arrays.
     *
     * @param model whose arrays these are, if that is known
     * @throws sc.fiji.cam.data.CamException if the file is damaged
     */
    static KerasWeights read(Hdf5Group root, Optional<KerasModel> model) {
        KerasNumbered numbered = new KerasNumbered();
        numbered.add(root, "", model);
        if (model.isEmpty()) attributes(root).forEach(e -> numbered.addAttribute(root, e));
        return new KerasWeights(numbered.layers, numbered.listed, false);
    }

    private static Optional<Hdf5Group> list(Hdf5Group group) {
        return LISTS.stream().flatMap(l -> group.group(l).stream()).findFirst();
    }

    /** What a model of the user's own class keeps under names of its own: {@code self.head}. */
    private static List<String> attributes(Hdf5Group group) {
        return group.groups().stream()
                .filter(n -> !LISTS.contains(n) && !n.equals(ARRAYS) && !n.equals(OPTIMISER))
                .filter(n -> group.group(n).map(KerasNumbered::holdsLayers).orElse(false))
                .toList();
    }

    private static boolean holdsLayers(Hdf5Group group) {
        return list(group).isPresent() || group.group(ARRAYS).isPresent();
    }

    private void addAttribute(Hdf5Group group, String name) {
        Entry entry = Entry.of(group, name);
        listed.add(name);
        if (entry.isModel()) {
            add(entry.group(), name, Optional.empty());
        } else if (!entry.arrays().isEmpty()) {
            put(entry, Optional.empty(), name);
        }
    }

    /**
     * A layer of the file.
     *
     * @param kind its class as Keras spells it in paths
     * @param number behind the class
     * @param group its group
     * @param arrays its arrays in order
     * @param named the layer's own name, where it has arrays and the file tells
     */
    private record Entry(
            String kind,
            int number,
            Hdf5Group group,
            List<Hdf5Array> arrays,
            Optional<String> named) {
        static Entry of(Hdf5Group list, String name) {
            Hdf5Group group = list.group(name).orElseThrow();
            Matcher match = NUMBERED.matcher(name);
            boolean numbered = match.matches() && match.group(2) != null;
            List<Hdf5Array> arrays = new ArrayList<>();
            Optional<Hdf5Group> vars = group.group(ARRAYS);
            for (int i = 0; vars.isPresent(); i++) {
                Optional<Hdf5Array> array = vars.get().array(Integer.toString(i));
                if (array.isEmpty()) break;
                arrays.add(array.get());
            }
            return new Entry(
                    numbered ? match.group(1) : name,
                    numbered ? Integer.parseInt(match.group(2)) : 0,
                    group,
                    arrays,
                    vars.filter(v -> !arrays.isEmpty()).flatMap(v -> v.text("name")));
        }

        boolean isModel() {
            return list(group).isPresent();
        }

        String ownName() {
            return named.orElse(number == 0 ? kind : kind + "_" + number);
        }
    }

    private void add(Hdf5Group group, String scope, Optional<KerasModel> model) {
        Optional<Hdf5Group> list = list(group);
        if (list.isEmpty()) return;
        Map<String, List<Entry>> byKind = new LinkedHashMap<>();
        for (String name : list.get().groups()) {
            Entry entry = Entry.of(list.get(), name);
            listed.add(scope.isEmpty() ? name : scope + "." + name);
            if (entry.arrays().isEmpty() && !entry.isModel()) continue;
            byKind.computeIfAbsent(entry.kind(), k -> new ArrayList<>()).add(entry);
        }
        byKind.values().forEach(e -> e.sort(Comparator.comparingInt(Entry::number)));
        Map<String, List<String>> names =
                model.isPresent() ? Map.of() : KerasOrder.names(counts(byKind));
        byKind.forEach(
                (kind, entries) -> {
                    List<KerasLayer> same = model.map(m -> ofKind(m, kind)).orElse(List.of());
                    List<String> known = names.getOrDefault(kind, List.of());
                    for (int i = 0; i < entries.size(); i++) {
                        Entry entry = entries.get(i);
                        Optional<KerasLayer> layer = byName(model, entry);
                        if (layer.isEmpty() && same.size() == entries.size()) {
                            layer = Optional.of(same.get(i));
                        }
                        String name = i < known.size() ? known.get(i) : entry.ownName();
                        add(entry, layer, scope, entry.named().orElse(name));
                    }
                });
    }

    private void add(Entry entry, Optional<KerasLayer> layer, String scope, String name) {
        String path =
                layer.map(KerasLayer::path).orElse(scope.isEmpty() ? name : scope + "." + name);
        if (entry.isModel()) {
            add(entry.group(), scope.isEmpty() ? name : scope, layer.flatMap(KerasLayer::inner));
            return;
        }
        put(entry, layer, path);
    }

    private void put(Entry entry, Optional<KerasLayer> layer, String path) {
        List<String> leaves = KerasLeaves.of(entry.kind(), entry.arrays(), layer);
        Map<String, RawTensor> arrays = new LinkedHashMap<>();
        for (int i = 0; i < leaves.size(); i++) {
            arrays.put(leaves.get(i), KerasWeights.tensor(entry.arrays().get(i), leaves.get(i)));
        }
        layers.put(path, arrays);
    }

    private static Optional<KerasLayer> byName(Optional<KerasModel> model, Entry entry) {
        return entry.named().flatMap(name -> model.flatMap(m -> m.layer(name)));
    }

    private static Map<String, Integer> counts(Map<String, List<Entry>> byKind) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        byKind.forEach((kind, entries) -> counts.put(kind, entries.size()));
        return counts;
    }

    /** The model's layers of a class that are numbered under that name. */
    private static List<KerasLayer> ofKind(KerasModel model, String kind) {
        return model.layers().stream().filter(l -> snake(l.type()).equals(kind)).toList();
    }

    /** The class as Keras spells it in paths: {@code depthwise_conv2d}. */
    private static String snake(String type) {
        return type.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
