package sc.fiji.cam.data;

import java.util.List;

/**
 * One setting of a run, under the one name it has everywhere: macro key, command-line flag, field
 * of the SciJava command, row of the documentation.
 *
 * @param key one lower-case word
 * @param form the values it takes, for help texts
 * @param standard the default, as text; empty where there is none
 * @param choices the allowed words where they are few; else empty
 * @param help one line
 * @param door where it exists
 */
public record Option(
        String key, String form, String standard, List<String> choices, String help, Door door) {

    /** Where an option exists. */
    public enum Door {
        /** Everywhere. */
        ALL,
        /** Only inside ImageJ and Fiji: what is shown there. */
        IMAGEJ
    }
}
