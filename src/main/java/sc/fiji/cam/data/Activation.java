package sc.fiji.cam.data;

/**
 * Activation functions of classifier heads, with their derivatives.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/nn.html">torch.nn, non-linear activations</a>
 */
public enum Activation implements Choice {
    /** {@code x}: no function. */
    NONE("none", 0) {
        @Override
        public double of(double x, double alpha) {
            return x;
        }

        @Override
        public double slope(double x, double alpha) {
            return 1;
        }
    },
    /** {@code max(0, x)}. */
    RELU("relu", 0) {
        @Override
        public double of(double x, double alpha) {
            return Math.max(0, x);
        }

        @Override
        public double slope(double x, double alpha) {
            return x > 0 ? 1 : 0;
        }
    },
    /** {@code x} above 0, {@code alpha x} below. */
    LEAKY_RELU("leaky_relu", 0.01) {
        @Override
        public double of(double x, double alpha) {
            return x > 0 ? x : alpha * x;
        }

        @Override
        public double slope(double x, double alpha) {
            return x > 0 ? 1 : alpha;
        }
    },
    /** {@code min(max(0, x), 6)}. */
    RELU6("relu6", 0) {
        @Override
        public double of(double x, double alpha) {
            return Math.min(Math.max(0, x), 6);
        }

        @Override
        public double slope(double x, double alpha) {
            return x > 0 && x < 6 ? 1 : 0;
        }
    },
    /** {@code x} above 0, {@code alpha (exp(x) - 1)} below. */
    ELU("elu", 1) {
        @Override
        public double of(double x, double alpha) {
            return x > 0 ? x : alpha * Math.expm1(x);
        }

        @Override
        public double slope(double x, double alpha) {
            return x > 0 ? 1 : alpha * Math.exp(x);
        }
    },
    /** ELU with fixed scales. */
    SELU("selu", 0) {
        private static final double ALPHA = 1.6732632423543772;
        private static final double SCALE = 1.0507009873554805;

        @Override
        public double of(double x, double alpha) {
            return SCALE * ELU.of(x, ALPHA);
        }

        @Override
        public double slope(double x, double alpha) {
            return SCALE * ELU.slope(x, ALPHA);
        }
    },
    /** {@code x P(X <= x)}, X normal. */
    GELU("gelu", 0) {
        @Override
        public double of(double x, double alpha) {
            return x * normal(x);
        }

        @Override
        public double slope(double x, double alpha) {
            return normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        }
    },
    /** GELU with tanh in place of the normal distribution. */
    GELU_TANH("gelu_tanh", 0) {
        private static final double CUBE = 0.044715;

        @Override
        public double of(double x, double alpha) {
            return x * (1 + Math.tanh(inner(x))) / 2;
        }

        @Override
        public double slope(double x, double alpha) {
            double t = Math.tanh(inner(x));
            double rise = Math.sqrt(2 / Math.PI) * (1 + 3 * CUBE * x * x);
            return (1 + t) / 2 + x * (1 - t * t) * rise / 2;
        }

        private double inner(double x) {
            return Math.sqrt(2 / Math.PI) * (x + CUBE * x * x * x);
        }
    },
    /** {@code x sigmoid(x)}, also called swish. */
    SILU("silu", 0) {
        @Override
        public double of(double x, double alpha) {
            return x * SIGMOID.of(x, 0);
        }

        @Override
        public double slope(double x, double alpha) {
            double s = SIGMOID.of(x, 0);
            return s + x * s * (1 - s);
        }
    },
    /** {@code x min(max(x + 3, 0), 6) / 6}. */
    HARDSWISH("hardswish", 0) {
        @Override
        public double of(double x, double alpha) {
            return x * RELU6.of(x + 3, 0) / 6;
        }

        @Override
        public double slope(double x, double alpha) {
            return (RELU6.of(x + 3, 0) + x * RELU6.slope(x + 3, 0)) / 6;
        }
    },
    /** {@code x tanh(softplus(x))}. */
    MISH("mish", 0) {
        @Override
        public double of(double x, double alpha) {
            return x * Math.tanh(SOFTPLUS.of(x, 0));
        }

        @Override
        public double slope(double x, double alpha) {
            double t = Math.tanh(SOFTPLUS.of(x, 0));
            return t + x * (1 - t * t) * SIGMOID.of(x, 0);
        }
    },
    /** {@code log(1 + exp(x))}. */
    SOFTPLUS("softplus", 0) {
        @Override
        public double of(double x, double alpha) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }

        @Override
        public double slope(double x, double alpha) {
            return SIGMOID.of(x, 0);
        }
    },
    /** Hyperbolic tangent. */
    TANH("tanh", 0) {
        @Override
        public double of(double x, double alpha) {
            return Math.tanh(x);
        }

        @Override
        public double slope(double x, double alpha) {
            double t = Math.tanh(x);
            return 1 - t * t;
        }
    },
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID("sigmoid", 0) {
        @Override
        public double of(double x, double alpha) {
            return 1 / (1 + Math.exp(-x));
        }

        @Override
        public double slope(double x, double alpha) {
            double s = of(x, alpha);
            return s * (1 - s);
        }
    };

    private final String id;
    private final double alpha;

    Activation(String id, double alpha) {
        this.id = id;
        this.alpha = alpha;
    }

    @Override
    public String id() {
        return id;
    }

    /** The usual parameter, 0 where there is none. */
    public double alpha() {
        return alpha;
    }

    /** The function's value. */
    public abstract double of(double x, double alpha);

    /** Its derivative; at a kink, the one-sided one that PyTorch takes. */
    public abstract double slope(double x, double alpha);

    /**
     * Distribution function of the standard normal variable, to 1e-15: a power series near 0, a
     * continued fraction in the tails.
     *
     * @see <a href="https://dlmf.nist.gov/7.6">DLMF 7.6.2</a>, <a
     *     href="https://dlmf.nist.gov/7.9">7.9.1</a>
     */
    private static double normal(double x) {
        double a = Math.abs(x);
        if (a < 3) {
            double term = x;
            double sum = x;
            for (int n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
                term *= x * x / n;
                sum += term;
            }
            return 0.5 + sum * density(x);
        }
        double fraction = a;
        for (int n = 60; n > 0; n--) fraction = a + n / fraction;
        double tail = density(x) / fraction;
        return x < 0 ? tail : 1 - tail;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
