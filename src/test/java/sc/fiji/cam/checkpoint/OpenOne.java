package sc.fiji.cam.checkpoint;

import java.nio.file.Path;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;

/** Opens one weight file and prints its checksum, or why not. Run in a Java with a small heap. */
public final class OpenOne {
    private OpenOne() {}

    /**
     * @param arguments the file
     */
    public static void main(String[] arguments) {
        try {
            Checkpoint opened = Checkpoints.read(Path.of(arguments[0]), CamSettings.defaults());
            System.out.println(opened.facts().sha256());
        } catch (CamException e) {
            System.out.println(e.getMessage());
        }
    }
}
