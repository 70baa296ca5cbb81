"""Writes the seeds of the fuzzing tests: sound files whose weights are all one number.

Needs torch, torchvision, timm, efficientnet_pytorch, keras (3; backend torch), h5py; for the files
of Keras 2 run `fuzz_seeds.py keras2` first, with TensorFlow 2.13. Then `xz -9` every file.
"""

import io
import os
import struct
import sys
import zipfile

OUT = "seeds"
FULL = "full"
VALUE = 0.5


def small_torch(model):
    """Every tensor a view of the same number."""
    import torch

    one = torch.full((1,), VALUE)
    for module in model.modules():
        for name, value in list(module._parameters.items()):
            if value is not None:
                module._parameters[name] = torch.nn.Parameter(one.expand(value.shape), requires_grad=False)
        for name, value in list(module._buffers.items()):
            if value is not None and value.is_floating_point():
                module._buffers[name] = one.expand(value.shape)
    return model.eval()


def torch_files():
    import timm
    import torch
    import torchvision
    from efficientnet_pytorch import EfficientNet

    net = small_torch(torchvision.models.efficientnet_b0(num_classes=3))
    torch.save(net.state_dict(), f"{OUT}/legacy_b0.pth", _use_new_zipfile_serialization=False)
    torch.save(net, f"{OUT}/legacy_module_b0.pt", _use_new_zipfile_serialization=False)
    torch.save(net, f"{OUT}/module_b0.pt")
    with torch.no_grad():
        traced = torch.jit.trace(net, torch.zeros(1, 3, 64, 64), check_trace=False)
    torch.jit.save(traced, f"{OUT}/traced_b0.pt")
    torch.jit.save(torch.jit.script(net), f"{OUT}/scripted_b0.pt")
    torch.save(small_torch(timm.create_model("efficientnet_b0", num_classes=3)), f"{OUT}/timm_module_b0.pt")
    torch.save(
        small_torch(EfficientNet.from_name("efficientnet-b0", num_classes=3)), f"{OUT}/lukemelas_module_b0.pt"
    )


def keras_model(keras):
    base = keras.applications.EfficientNetB0(weights=None, include_top=False, input_shape=(224, 224, 3))
    x = keras.layers.GlobalAveragePooling2D()(base.output)
    x = keras.layers.Dropout(0.3)(x)
    return keras.Model(base.input, keras.layers.Dense(3, activation="softmax")(x))


def keras2_files():
    from tensorflow import keras

    model = keras_model(keras)
    model.save(f"{FULL}/keras2_b0.h5")
    model.save_weights(f"{FULL}/keras2_weights_b0.h5")


def keras3_files():
    os.environ["KERAS_BACKEND"] = "torch"
    import keras

    model = keras_model(keras)
    model.save(f"{FULL}/keras3_b0.h5")
    model.save(f"{FULL}/keras3_b0.keras")
    model.save_weights(f"{FULL}/keras3_b0.weights.h5")
    base = keras.applications.EfficientNetB0(
        weights=None, include_top=False, input_shape=(224, 224, 3), pooling="max"
    )
    nested = keras.Sequential(
        [
            keras.layers.Input((224, 224, 3)),
            base,
            keras.layers.BatchNormalization(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    nested.save(f"{FULL}/keras3_nested_b0.h5")
    nested.save(f"{FULL}/keras3_nested_b0.keras")


def small_hdf5(data):
    """A copy without data; the address of every array becomes that of one block at the end."""
    import h5py
    import numpy

    source = h5py.File(io.BytesIO(data), "r")
    buffer = io.BytesIO()
    target = h5py.File(buffer, "w")
    sizes = []

    def copy(old, new):
        new.attrs.update(old.attrs)
        for key, value in old.items():
            if isinstance(value, h5py.Group):
                copy(value, new.create_group(key))
            else:
                array = new.create_dataset(key, shape=value.shape, dtype=value.dtype)
                array.attrs.update(value.attrs)
                sizes.append(value.size)

    copy(source, target)
    target.close()
    small = bytearray(buffer.getvalue())
    absent = b"\x03\x01" + b"\xff" * 8  # layout of version 3, contiguous, no address
    block = len(small)
    at = small.find(absent)
    while at >= 0:
        small[at + 2 : at + 10] = struct.pack("<Q", block)
        at = small.find(absent, at + 1)
    small += numpy.full(max(sizes) + 1, VALUE, numpy.float32).tobytes()
    small[40:48] = struct.pack("<Q", len(small))  # superblock of version 0: end of the file
    return bytes(small)


def small_zip(data):
    source = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            member = source.read(name)
            target.writestr(zipfile.ZipInfo(name), small_hdf5(member) if name.endswith(".h5") else member)
    return buffer.getvalue()


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    os.makedirs(FULL, exist_ok=True)
    if sys.argv[1:] == ["keras2"]:
        keras2_files()
        sys.exit()
    torch_files()
    keras3_files()
    for name in os.listdir(FULL):
        with open(f"{FULL}/{name}", "rb") as file:
            full = file.read()
        with open(f"{OUT}/{name}", "wb") as file:
            file.write(small_zip(full) if name.endswith(".keras") else small_hdf5(full))
