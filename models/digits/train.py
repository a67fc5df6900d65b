#!/usr/bin/python3
"""Trains the digits classifier and writes it as ONNX; see README.md beside this file.

The last line on standard output is JSON: {"accuracy": ..., "held_out": ..., "train": ..., "file": ...}.
Exits 1 when the accuracy on held-out digits is below the one that README.md promises.
"""

import argparse
import json
import os
import sys
import warnings

# one thread: the order of a sum, and with it the last bits of the weights, must not depend on the machine's CPUs
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

SEED = 0
LARGEST_PIXEL = 16
PROMISED_ACCURACY = 0.96
# what ONNX Runtime has read for years and what Debian's onnx package writes
OPSET = 13
IR_VERSION = 8


def split():
    """A quarter of the digits is held out, in equal parts of each digit."""
    digits = load_digits()
    return train_test_split(digits.data, digits.target, test_size=0.25, stratify=digits.target, random_state=SEED)


def train(images, labels):
    # chosen by cross-validation within the training part
    classifier = MLPClassifier((64,), activation="relu", solver="lbfgs", alpha=1.0, max_iter=300, random_state=SEED)
    with warnings.catch_warnings():
        # the iterations are bounded on purpose
        warnings.simplefilter("ignore", ConvergenceWarning)
        return classifier.fit(images / LARGEST_PIXEL, labels)


def export(classifier):
    """The graph, by hand: image -> scaled -> hidden -> logits -> probabilities, label."""
    (w1, w2), (b1, b2) = classifier.coefs_, classifier.intercepts_
    constants = {"scale": 1 / LARGEST_PIXEL, "w1": w1, "b1": b1, "w2": w2, "b2": b2}
    graph = helper.make_graph(
        name="digits",
        nodes=[
            helper.make_node("Mul", ["image", "scale"], ["scaled"]),
            helper.make_node("Gemm", ["scaled", "w1", "b1"], ["hidden_sum"]),
            helper.make_node("Relu", ["hidden_sum"], ["hidden"]),
            helper.make_node("Gemm", ["hidden", "w2", "b2"], ["logits"]),
            helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
            helper.make_node("ArgMax", ["logits"], ["label"], axis=1, keepdims=0),
        ],
        inputs=[helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 64])],
        outputs=[
            helper.make_tensor_value_info("label", TensorProto.INT64, ["batch"]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 10]),
        ],
        initializer=[numpy_helper.from_array(np.asarray(c, np.float32), name) for name, c in constants.items()],
    )
    model = helper.make_model(
        graph,
        producer_name="models/digits/train.py",
        doc_string="Handwritten digits, 8x8 pixels of 0..16 in row-major order.",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def predict(model, images):
    """What the exported graph answers, reckoned from its own weights in its own precision."""
    c = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    hidden = np.maximum(images.astype(np.float32) * c["scale"] @ c["w1"] + c["b1"], 0)
    return (hidden @ c["w2"] + c["b2"]).argmax(axis=1)


def sample(images, labels, predicted, per_digit=5):
    """The first few of each digit in the held-out part that the model reads right: to test a server with, not the model."""
    right = [np.flatnonzero((labels == digit) & (predicted == digit))[:per_digit] for digit in range(10)]
    chosen = sorted(np.concatenate(right))
    return {
        "source": "Optical Recognition of Handwritten Digits (E. Alpaydin, C. Kaynak), UCI Machine Learning Repository, "
        "https://doi.org/10.24432/C50P49, as bundled with scikit-learn",
        "licence": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        "selection": "the first five of each digit in the held-out part that the model reads right",
        "digits": [{"label": int(labels[i]), "image": images[i].astype(int).tolist()} for i in chosen],
    }


def write_sample(path, content):
    head = {k: v for k, v in content.items() if k != "digits"}
    rows = ",\n".join("    " + json.dumps(d, separators=(",", ":")) for d in content["digits"])
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(head, indent=2)[:-2] + ',\n  "digits": [\n' + rows + "\n  ]\n}\n")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", default=os.path.join(here, "digits.onnx"), help="the ONNX file to write")
    options.add_argument("--sample", help="also write a few held-out digits as JSON to this file")
    options = options.parse_args()

    train_images, held_out_images, train_labels, held_out_labels = split()
    classifier = train(train_images, train_labels)
    model = export(classifier)

    predicted = predict(model, held_out_images)
    if not np.array_equal(predicted, classifier.predict(held_out_images / LARGEST_PIXEL)):
        sys.exit("the exported graph does not answer what the trained classifier answers")
    accuracy = float(np.mean(predicted == held_out_labels))
    if accuracy < PROMISED_ACCURACY:
        sys.exit(f"accuracy {accuracy:.4f} on held-out digits is below {PROMISED_ACCURACY}")

    onnx.save(model, options.out)
    if options.sample:
        write_sample(options.sample, sample(held_out_images, held_out_labels, predicted))
    print(json.dumps({
        "accuracy": round(accuracy, 4),
        "held_out": len(held_out_labels),
        "train": len(train_labels),
        "file": options.out,
    }))


if __name__ == "__main__":
    main()
