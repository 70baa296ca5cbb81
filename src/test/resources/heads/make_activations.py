"""Writes activations.csv: values and slopes of torch's activation functions, in float64.

python make_activations.py > activations.csv
"""

import torch
from torch.nn import functional as f

POINTS = [-40.0, -6.5, -4.0, -3.0, -2.9, -1.5, -0.5, -1e-3, 0.0, 1e-3, 0.3, 1.0, 2.9, 3.0, 5.5, 6.0, 8.0, 40.0]
FUNCTIONS = {
    "none": (lambda x, a: x, [0]),
    "relu": (lambda x, a: f.relu(x), [0]),
    "leaky_relu": (lambda x, a: f.leaky_relu(x, a), [0.01, 0.2]),
    "relu6": (lambda x, a: f.relu6(x), [0]),
    "elu": (lambda x, a: f.elu(x, a), [1.0, 0.7]),
    "selu": (lambda x, a: f.selu(x), [0]),
    "gelu": (lambda x, a: f.gelu(x), [0]),
    "gelu_tanh": (lambda x, a: f.gelu(x, approximate="tanh"), [0]),
    "silu": (lambda x, a: f.silu(x), [0]),
    "hardswish": (lambda x, a: f.hardswish(x), [0]),
    "mish": (lambda x, a: f.mish(x), [0]),
    "softplus": (lambda x, a: f.softplus(x), [0]),
    "tanh": (lambda x, a: torch.tanh(x), [0]),
    "sigmoid": (lambda x, a: torch.sigmoid(x), [0]),
}

print("# torch", torch.__version__.split("+")[0])
print("function,alpha,x,value,slope")
for name, (function, alphas) in FUNCTIONS.items():
    for alpha in alphas:
        x = torch.tensor(POINTS, dtype=torch.float64, requires_grad=True)
        y = function(x, alpha)
        y.sum().backward()
        for p, v, s in zip(POINTS, y.tolist(), x.grad.tolist()):
            print(f"{name},{alpha},{p!r},{v!r},{s!r}")
