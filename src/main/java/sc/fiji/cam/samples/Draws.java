package sc.fiji.cam.samples;

import java.util.Random;

/**
 * Random draws of one purpose. Every part of a picture forks its own, so that a part that draws
 * more leaves the others as they were. {@link Random} is specified to the bit; its bell curve uses
 * {@link StrictMath}.
 */
final class Draws {
    /** The odd number nearest to 2^64 over the golden ratio. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final Random random;

    private Draws(long seed) {
        this.seed = seed;
        this.random = new Random(mix(seed));
    }

    /** Draws for one picture. */
    static Draws of(long seed, int number) {
        return new Draws(mix(seed * GOLDEN + number));
    }

    /** Draws for a part of it. */
    Draws fork(String part) {
        return new Draws(mix(seed + GOLDEN * part.hashCode()));
    }

    /** The finaliser of SplitMix64: neighbouring numbers become unrelated ones. */
    static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }

    /** Evenly between two values. */
    double range(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Between two positive values, evenly on a logarithmic scale. */
    double scale(double low, double high) {
        return low * StrictMath.exp(random.nextDouble() * StrictMath.log(high / low));
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    int whole(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** True with a probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Any direction, radians. */
    double angle() {
        return range(-StrictMath.PI, StrictMath.PI);
    }

    /** Mean 0, standard deviation 1. */
    double bell() {
        return random.nextGaussian();
    }

    /** A number for {@link Noise}. */
    long seed() {
        return random.nextLong();
    }
}
