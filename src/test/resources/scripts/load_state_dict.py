"""Loads a model into torchvision's network, every name and shape as expected, and prints its logits.

python load_state_dict.py MODEL NETWORK CLASSES EDGE < pixels

The pixels are 3 x EDGE x EDGE whole numbers, 0 to 255.
"""

import sys

import torch
import torchvision
from safetensors.torch import load_file

path, network, classes, edge = sys.argv[1:]
model = getattr(torchvision.models, network)(num_classes=int(classes)).eval()
model.load_state_dict(load_file(path))
pixels = torch.tensor([int(v) for v in sys.stdin.read().split()]) / 255
pixels = pixels.reshape(1, 3, int(edge), int(edge))
mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
std = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
with torch.inference_mode():
    print(*model((pixels - mean) / std)[0].tolist())
