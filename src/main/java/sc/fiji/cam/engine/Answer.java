package sc.fiji.cam.engine;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.cam.GradientMap;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Output;
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
        Answer answer =
                linear.isPresent()
                        ? new Linear(run, run.logits(), linear.get())
                        : new Layered(new GradientMap(run.features(), head));
        return head.output() == Output.PAIR ? new Pair(answer) : answer;
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

    /** One output as two classes: class 0 is the negative of class 1, bit for bit. */
    record Pair(Answer answer) implements Answer {
        @Override
        public float[] logits() {
            float z = answer.logits()[1];
            return new float[] {-z, z};
        }

        @Override
        public List<Grid> grids(List<Integer> classes) {
            Grid one = answer.grids(List.of(1)).get(0);
            return classes.stream().map(c -> c == 1 ? one : one.negative()).toList();
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
