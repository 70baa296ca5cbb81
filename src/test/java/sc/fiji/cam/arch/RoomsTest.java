package sc.fiji.cam.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom. A room is a package under {@code sc.fiji.cam}; arrows only point down. */
class RoomsTest {
    private static final String ROOT = "sc.fiji.cam.";

    /** Room, then everything it may import: rooms by name, libraries as package patterns. */
    private static final Map<String, List<String>> MAY = new TreeMap<>();

    /** Allowed everywhere; {@code java.awt} and {@code java.util.logging} are not. */
    private static final List<String> ALWAYS =
            List.of(
                    "java.io..",
                    "java.lang..",
                    "java.math..",
                    "java.net..",
                    "java.nio..",
                    "java.security..",
                    "java.text..",
                    "java.time..",
                    "java.util..",
                    "org.slf4j..",
                    "org.jspecify..");

    static {
        MAY.put("data", List.of());
        MAY.put(
                "checkpoint",
                List.of(
                        "data",
                        "io.jhdf..",
                        "com.google.gson..",
                        "org.apache.commons.csv..")); // tables of classes beside weights

        MAY.put("cam", List.of("data"));
        MAY.put("evaluate", List.of("data", "cam"));
        MAY.put("samples", List.of("data"));
        MAY.put("catalogue", List.of("data", "com.google.gson.."));
        MAY.put("render", List.of("data"));
        MAY.put("network", List.of("data", "ai.djl.."));
        MAY.put(
                "engine",
                List.of(
                        "data",
                        "checkpoint",
                        "cam",
                        "catalogue",
                        "network",
                        "ai.djl..",
                        "com.sun.management.."));
        MAY.put(
                "image",
                List.of(
                        "data",
                        "cam",
                        "ij..",
                        "net.imglib2..",
                        "javax.imageio..",
                        "java.awt.image"));
        MAY.put(
                "train",
                List.of("data", "checkpoint", "cam", "evaluate", "network", "engine", "image"));
        MAY.put(
                "batch",
                List.of(
                        "data",
                        "cam",
                        "render",
                        "engine",
                        "image",
                        "com.google.gson..",
                        "org.apache.commons.csv.."));
        MAY.put(
                "fiji",
                List.of(
                        "data",
                        "checkpoint",
                        "cam",
                        "evaluate",
                        "samples",
                        "catalogue",
                        "render",
                        "network",
                        "engine",
                        "image",
                        "train",
                        "batch",
                        "ij..",
                        "org.scijava..",
                        "net.imglib2..",
                        "java.awt.."));
        MAY.put(
                "cli",
                List.of(
                        "data",
                        "checkpoint",
                        "cam",
                        "evaluate",
                        "samples",
                        "catalogue",
                        "render",
                        "network",
                        "engine",
                        "image",
                        "train",
                        "batch",
                        "info.picocli..",
                        "picocli..",
                        "com.google.gson..",
                        "org.tukaani.xz.."));
    }

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("sc.fiji.cam");

    static Set<String> rooms() {
        return MAY.keySet();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void roomKeepsToItsList(String room) {
        check(room, MAIN);
    }

    @Test
    void everyPackageIsARoom() {
        Set<String> found = new TreeSet<>();
        for (JavaClass c : MAIN) {
            found.add(c.getPackageName().substring(ROOT.length()).split("\\.")[0]);
        }
        assertEquals(MAY.keySet(), found);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void aClassThatBreaksTheRulesIsReported() {
        JavaClasses broken = new ClassFileImporter().importPackages("sc.fiji.cam.arch.fixture.cam");
        AssertionError error =
                assertThrows(
                        AssertionError.class, () -> rule("arch.fixture.cam", "cam").check(broken));
        assertTrue(error.getMessage().contains("java.awt.Color"), error.getMessage());
    }

    @Test
    void aRoomThatDoesNotExistIsReported() {
        assertThrows(AssertionError.class, () -> rule("kitchen", "cam").check(MAIN));
    }

    private static void check(String room, JavaClasses classes) {
        rule(room, room).check(classes);
    }

    private static com.tngtech.archunit.lang.ArchRule rule(String folder, String room) {
        return classes()
                .that()
                .resideInAPackage(ROOT + folder + "..")
                .should()
                .onlyDependOnClassesThat(allowed(room));
    }

    private static DescribedPredicate<JavaClass> allowed(String room) {
        List<String> patterns = new ArrayList<>(ALWAYS);
        patterns.add(ROOT + room + "..");
        for (String name : MAY.get(room)) {
            patterns.add(name.contains(".") || name.equals("ij..") ? name : ROOT + name + "..");
        }
        DescribedPredicate<JavaClass> listed =
                JavaClass.Predicates.resideInAnyPackage(patterns.toArray(new String[0]));
        DescribedPredicate<JavaClass> ok = listed.or(PRIMITIVES);
        if (room.equals("image")) ok = ok.and(NO_WINDOWS).or(RECTANGLE);
        return ok.as("are on the list of " + room);
    }

    private static final DescribedPredicate<JavaClass> PRIMITIVES =
            DescribedPredicate.describe("primitives", c -> c.getBaseComponentType().isPrimitive());

    private static final DescribedPredicate<JavaClass> RECTANGLE =
            DescribedPredicate.describe("Rectangle", c -> c.getName().equals("java.awt.Rectangle"));

    /** Of {@code ij.gui} the image room may use rois and overlays, never windows and dialogs. */
    private static final Set<String> NOT_WINDOWS =
            Set.of("ij.gui.Roi", "ij.gui.Overlay", "ij.gui.ImageRoi");

    private static final DescribedPredicate<JavaClass> NO_WINDOWS =
            DescribedPredicate.describe(
                    "no windows",
                    c -> !c.getPackageName().equals("ij.gui") || NOT_WINDOWS.contains(c.getName()));
}
