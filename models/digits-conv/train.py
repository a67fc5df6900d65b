#!/usr/bin/python3
"""Trains the convolutional digits classifier and writes it as ONNX; see README.md beside this file.

The last line on standard output is JSON: {"accuracy": ..., "held_out": ..., "train": ..., "file": ...}.
Exits 1 when the accuracy on held-out digits is below the one that README.md promises.
"""

import argparse
import json
import pathlib
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "digits"))
import train as digits  # noqa: E402 - the same digits in the same parts; before numpy, which it keeps to one thread

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from sklearn.cluster import KMeans  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

ENLARGED = 8
PROMISED_ACCURACY = 0.95
# (filters, height and width of each); every layer halves height and width behind it
LAYERS = [(48, 5), (128, 3), (128, 3)]
CELLS = 4
PATCHES = 20_000


def enlarge(images):
    """[n, 64] -> [n, 1, 64, 64], each pixel a square."""
    grid = (images.astype(np.float32) / digits.LARGEST_PIXEL).reshape(-1, 1, 8, 8)
    return grid.repeat(ENLARGED, axis=2).repeat(ENLARGED, axis=3)


def windows(maps, size):
    """Every neighbourhood: [n, c, h, w] -> [n, h, w, c * size * size], zeros around the map."""
    margin = size // 2
    padded = np.pad(maps, ((0, 0), (0, 0), (margin, margin), (margin, margin)))
    found = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(2, 3))
    n, c, h, w = maps.shape
    return found.transpose(0, 2, 3, 1, 4, 5).reshape(n, h, w, c * size * size)


def layer(maps, filters, bias, size):
    """Convolution, ReLU and the largest of each 2x2, a few images at a time."""
    made = []
    for part in np.array_split(maps, max(1, len(maps) // 50)):
        sums = np.maximum(windows(part, size) @ filters.T + bias, 0)
        n, h, w, f = sums.shape
        made.append(sums.reshape(n, h // 2, 2, w // 2, 2, f).max(axis=(2, 4)).transpose(0, 3, 1, 2))
    return np.concatenate(made)


def learn(maps, count, size, random):
    """Filters are what neighbourhoods cluster around, and the bias lets each answer about a fifth of them."""
    chosen = random.choice(len(maps), 400, replace=False)
    patches = windows(maps[chosen], size).reshape(-1, maps.shape[1] * size * size)
    patches = patches[patches.std(axis=1) > 1e-3]
    patches = patches[random.choice(len(patches), min(PATCHES, len(patches)), replace=False)]
    centred = patches - patches.mean(axis=1, keepdims=True)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    centres = KMeans(count, n_init=1, max_iter=30, random_state=digits.SEED).fit(centred).cluster_centers_
    filters = (centres - centres.mean(axis=1, keepdims=True)).astype(np.float32)
    filters /= np.linalg.norm(filters, axis=1, keepdims=True)
    return filters, -np.quantile(patches @ filters.T, 0.8, axis=0).astype(np.float32)


def pool(maps):
    """The mean of each of CELLS x CELLS parts of a map."""
    n, c, h, w = maps.shape
    return maps.reshape(n, c, CELLS, h // CELLS, CELLS, w // CELLS).mean(axis=(3, 5)).reshape(n, -1)


def features(images, learnt):
    maps = enlarge(images)
    for (_, size), (filters, bias) in zip(LAYERS, learnt):
        maps = layer(maps, filters, bias, size)
    return pool(maps)


def train(images, labels):
    random = np.random.default_rng(digits.SEED)
    maps, learnt = enlarge(images), []
    for count, size in LAYERS:
        learnt.append(learn(maps, count, size, random))
        maps = layer(maps, *learnt[-1], size)
    columns = pool(maps)
    scale = columns.std() or 1.0
    with warnings.catch_warnings():
        # the iterations are bounded on purpose
        warnings.simplefilter("ignore", ConvergenceWarning)
        return learnt, scale, LogisticRegression(C=1.0, max_iter=300, random_state=digits.SEED).fit(columns / scale, labels)


def export(learnt, scale, classifier):
    """image -> squares -> three times (convolution, ReLU, largest of 2x2) -> means -> logits -> probabilities, label."""
    constants = {
        "grid": np.array([-1, 1, 8, 8], np.int64),
        "none": np.array([], np.float32),
        "enlarged": np.array([1, 1, ENLARGED, ENLARGED], np.float32),
        "scale": np.float32(1 / digits.LARGEST_PIXEL),
        "w": (classifier.coef_.T / scale).astype(np.float32),
        "b": classifier.intercept_.astype(np.float32),
    }
    nodes = [
        helper.make_node("Mul", ["image", "scale"], ["scaled"]),
        helper.make_node("Reshape", ["scaled", "grid"], ["small"]),
        helper.make_node("Resize", ["small", "none", "enlarged"], ["maps0"], mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
    ]
    inputs, side = 1, 8 * ENLARGED
    for i, ((count, size), (filters, bias)) in enumerate(zip(LAYERS, learnt)):
        constants[f"filters{i}"], constants[f"bias{i}"] = filters.reshape(count, inputs, size, size), bias
        nodes += [
            helper.make_node("Conv", [f"maps{i}", f"filters{i}", f"bias{i}"], [f"sums{i}"], kernel_shape=[size, size], pads=[size // 2] * 4),
            helper.make_node("Relu", [f"sums{i}"], [f"positive{i}"]),
            helper.make_node("MaxPool", [f"positive{i}"], [f"maps{i + 1}"], kernel_shape=[2, 2], strides=[2, 2]),
        ]
        inputs, side = count, side // 2
    cell = side // CELLS
    nodes += [
        helper.make_node("AveragePool", [f"maps{len(LAYERS)}"], ["means"], kernel_shape=[cell, cell], strides=[cell, cell]),
        helper.make_node("Flatten", ["means"], ["columns"], axis=1),
        helper.make_node("Gemm", ["columns", "w", "b"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
        helper.make_node("ArgMax", ["logits"], ["label"], axis=1, keepdims=0),
    ]
    graph = helper.make_graph(
        name="digits-conv",
        nodes=nodes,
        inputs=[helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 64])],
        outputs=[
            helper.make_tensor_value_info("label", TensorProto.INT64, ["batch"]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 10]),
        ],
        initializer=[numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(
        graph,
        producer_name="models/digits-conv/train.py",
        doc_string="Handwritten digits, 8x8 pixels of 0..16 in row-major order.",
        opset_imports=[helper.make_opsetid("", digits.OPSET)],
        ir_version=digits.IR_VERSION,
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", default=str(HERE / "digits-conv.onnx"), help="the ONNX file to write")
    options = options.parse_args()

    train_images, held_out_images, train_labels, held_out_labels = digits.split()
    learnt, scale, classifier = train(train_images, train_labels)
    predicted = classifier.predict(features(held_out_images, learnt) / scale)
    accuracy = float(np.mean(predicted == held_out_labels))
    if accuracy < PROMISED_ACCURACY:
        sys.exit(f"accuracy {accuracy:.4f} on held-out digits is below {PROMISED_ACCURACY}")

    onnx.save(export(learnt, scale, classifier), options.out)
    print(json.dumps({"accuracy": round(accuracy, 4), "held_out": len(held_out_labels), "train": len(train_labels), "file": options.out}))


if __name__ == "__main__":
    main()
