package sc.fiji.cam.train;

/**
 * Seeds of independent draws from one seed: what is drawn for an epoch or an image depends on
 * nothing that was drawn before, so a training that resumes draws the same.
 */
final class Seeds {
    static final int SPLIT = 1;
    static final int WEIGHTS = 2;
    static final int HEAD = 3;
    static final int ORDER = 4;
    static final int PICTURE = 5;
    static final int DEPTH = 6;

    private Seeds() {}

    /**
     * Mixes numbers into a seed.
     *
     * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele et al. 2014, SplitMix64</a>
     */
    static long of(long seed, long... parts) {
        long mixed = mix(seed);
        for (long part : parts) mixed = mix(mixed + 0x9e3779b97f4a7c15L + part);
        return mixed;
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
