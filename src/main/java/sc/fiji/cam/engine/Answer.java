package sc.fiji.cam.engine;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.cam.GradientMap;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.network.Program;

/** What a head makes of one run: logits, and the map of any class. */
interface Answer {
    /** Logits of all classes. */
    float[] logits();

    /** Maps and biases of classes, in the order asked for. */
    List<Grid> grids(List<Integer> classes);

    /**
     * A head's answer to a run.
     *
     * @param head whose linear layer, if it has just one, was part of the run's program
     */
    static Answer of(Head head, Program.Run run) {
        Optional<LinearLayer> linear = head.linear();
        return linear.isPresent()
                ? new Linear(run, run.logits(), linear.get())
                : new Layered(new GradientMap(run.features(), head));
    }

    /**
     * Computed by the program, maps of all classes at once, so that a map has the same bits
     * whatever else was asked for.
     */
    record Linear(Program.Run run, float[] logits, LinearLayer layer) implements Answer {
        @Override
        public List<Grid> grids(List<Integer> classes) {
            Planes all = run.maps();
            return classes.stream().map(c -> new Grid(all.plane(c), layer.bias(c))).toList();
        }
    }

    /** Computed behind the program. */
    record Layered(GradientMap map) implements Answer {
        @Override
        public float[] logits() {
            return map.logits();
        }

        @Override
        public List<Grid> grids(List<Integer> classes) {
            return classes.stream().map(this::grid).toList();
        }

        private Grid grid(int classIndex) {
            double[] gradient = map.gradient(classIndex);
            return new Grid(map.map(gradient), map.bias(classIndex, gradient));
        }
    }
}
