package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamSettings;

/** What is given every mutant: the front door of all readers, or one that breaks a promise. */
enum Target {
    READERS {
        @Override
        void open(Path file) {
            Checkpoints.read(file, CamSettings.defaults());
        }
    },
    THROWS {
        @Override
        void open(Path file) {
            throw new IllegalStateException("planted");
        }
    },
    OVERFLOWS {
        @Override
        void open(Path file) {
            open(file.resolve("deeper"));
        }
    },
    ALLOCATES {
        @Override
        void open(Path file) {
            List<byte[]> kept = new ArrayList<>();
            for (int i = 0; i < 100; i++) kept.add(new byte[1 << 24]);
            throw new BadCheckpoint("x", "kept " + kept.size(), "");
        }
    },
    STALLS {
        @Override
        void open(Path file) {
            // Work, not time: others may have the processor meanwhile.
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long end = threads.getCurrentThreadCpuTime() + 250_000_000;
            while (threads.getCurrentThreadCpuTime() < end) Thread.onSpinWait();
        }
    },
    HANGS {
        @Override
        void open(Path file) {
            while (true) Thread.onSpinWait();
        }
    },
    WRITES {
        @Override
        void open(Path file) {
            write(file.resolveSibling("../evil"));
        }
    },
    CHANGES {
        @Override
        void open(Path file) {
            write(file);
        }
    },
    EXECUTES {
        @Override
        void open(Path file) {
            try {
                new ProcessBuilder("sleep", "20").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /** Opens a file, as a user's model. */
    abstract void open(Path file);

    private static void write(Path file) {
        try {
            Files.writeString(file, "planted");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
