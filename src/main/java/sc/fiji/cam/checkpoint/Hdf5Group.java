package sc.fiji.cam.checkpoint;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadCheckpoint;

/**
 * A group of an HDF5 file. Links to other places are not followed.
 *
 * @param file the file
 * @param group jHDF's
 * @param path from the root, without slashes at its ends
 */
record Hdf5Group(Hdf5File file, Group group, String path) {
    /** Deeper ones are met only in circles. */
    private static final int DEEPEST = 32;

    /** Parts of an attribute that was too long for one. */
    private static final int MOST_PARTS = 10_000;

    /** Names of everything inside, in the order of the file. */
    List<String> names() {
        return file.guarded(() -> List.copyOf(group.getChildren().keySet()));
    }

    /** Names of the groups inside, in the order of the file. */
    List<String> groups() {
        return file.guarded(
                () ->
                        group.getChildren().entrySet().stream()
                                .filter(e -> e.getValue() instanceof Group)
                                .map(Map.Entry::getKey)
                                .toList());
    }

    /**
     * A group by its path from here, if it exists.
     *
     * @throws BadCheckpoint if groups lie absurdly deep
     */
    Optional<Hdf5Group> group(String name) {
        return node(name)
                .filter(Group.class::isInstance)
                .map(g -> new Hdf5Group(file, (Group) g, inside(name)));
    }

    /** An array by its path from here, if it exists. */
    Optional<Hdf5Array> array(String name) {
        return node(name)
                .filter(Dataset.class::isInstance)
                .map(d -> Hdf5Array.of(file, (Dataset) d, inside(name)));
    }

    private String inside(String name) {
        String full = path.isEmpty() ? name : path + "/" + name;
        if (full.chars().filter(c -> c == '/').count() < DEEPEST) return full;
        throw new BadCheckpoint(
                file.bytes().origin(),
                "its groups lie more than " + DEEPEST + " deep",
                "The file is damaged, or was made to do harm.");
    }

    private Optional<Node> node(String name) {
        return file.guarded(
                () -> {
                    Node node = group;
                    for (String word : name.split("/")) {
                        if (!(node instanceof Group inner)) return Optional.empty();
                        node = inner.getChild(word);
                    }
                    return Optional.ofNullable(node);
                });
    }

    /** A text kept as an attribute, if there is one. */
    Optional<String> text(String attribute) {
        return value(attribute).filter(String.class::isInstance).map(String.class::cast);
    }

    /**
     * Texts kept as an attribute, or as several when there are many: {@code names0}, {@code
     * names1}.
     *
     * @return empty if there is no such attribute; an empty list if it has no texts
     */
    Optional<List<String>> texts(String attribute) {
        boolean whole = has(attribute);
        if (!whole && !has(attribute + "0")) return Optional.empty();
        List<String> texts = new ArrayList<>();
        if (whole) addTo(texts, attribute);
        for (int i = 0; !whole && i < MOST_PARTS && has(attribute + i); i++) {
            addTo(texts, attribute + i);
        }
        return Optional.of(texts);
    }

    private void addTo(List<String> texts, String attribute) {
        Object value = value(attribute).orElse("");
        if (value instanceof String[] several) texts.addAll(List.of(several));
        if (value instanceof String one && !one.isEmpty()) texts.add(one);
    }

    private boolean has(String attribute) {
        return file.guarded(() -> group.getAttributes().containsKey(attribute));
    }

    /** All attributes that are texts. */
    Inert.Dict texts() {
        Inert.Dict texts = new Inert.Dict();
        for (String name : file.guarded(() -> List.copyOf(group.getAttributes().keySet()))) {
            value(name)
                    .ifPresent(
                            v ->
                                    texts.entries.put(
                                            name,
                                            v instanceof String[] several
                                                    ? new Inert.Seq(List.of((Object[]) several))
                                                    : v));
        }
        return texts;
    }

    /** A text, or texts along one axis; nothing else is asked for. */
    private Optional<Object> value(String attribute) {
        return file.guarded(
                () -> {
                    @Nullable Attribute found = group.getAttributes().get(attribute);
                    if (found == null || !isText(found.getDataType())) return Optional.empty();
                    if (found.getDimensionsAsLong().length > 1) return Optional.empty();
                    return Optional.ofNullable(found.getData());
                });
    }

    private static boolean isText(DataType type) {
        return type instanceof StringData
                || type instanceof VariableLength variable && variable.isVariableLengthString();
    }
}
