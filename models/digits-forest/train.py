#!/usr/bin/python3
"""Trains a forest of 100 trees on the digits and writes it as ONNX; see README.md beside this file.

The last line on standard output is JSON: {"accuracy": ..., "held_out": ..., "train": ..., "file": ...}.
Exits 1 when the accuracy on held-out digits is below the one that README.md promises.
"""

import argparse
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "digits"))
import train as digits  # noqa: E402 - the same digits in the same parts; before numpy, which it keeps to one thread

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from onnx import TensorProto, helper  # noqa: E402
from sklearn.ensemble import RandomForestClassifier  # noqa: E402

TREES = 100
# larger trees read hardly more digits right, and the file grows with them
LEAVES = 96
PROMISED_ACCURACY = 0.96
TREES_OPSET = 1


def train(images, labels):
    return RandomForestClassifier(TREES, max_leaf_nodes=LEAVES, random_state=digits.SEED).fit(images, labels)


def nodes_of(classifier):
    """Every node of every tree as (tree, node, feature, threshold, left, right, shares of the digits); a leaf has feature -1 and no children."""
    for number, estimator in enumerate(classifier.estimators_):
        tree = estimator.tree_
        for node in range(tree.node_count):
            is_leaf = tree.children_left[node] < 0
            counts = tree.value[node, 0]
            yield (
                number,
                node,
                -1 if is_leaf else int(tree.feature[node]),
                0.0 if is_leaf else float(tree.threshold[node]),
                0 if is_leaf else int(tree.children_left[node]),
                0 if is_leaf else int(tree.children_right[node]),
                counts / counts.sum() if is_leaf else None,
            )


def export(classifier):
    """One node of ai.onnx.ml: image -> label, probabilities. Each leaf adds a hundredth of its shares."""
    nodes = list(nodes_of(classifier))
    votes = [(tree, node, digit, share / TREES) for tree, node, *_, shares in nodes if shares is not None for digit, share in enumerate(shares) if share > 0]
    forest = helper.make_node(
        "TreeEnsembleClassifier",
        ["image"],
        ["label", "probabilities"],
        domain="ai.onnx.ml",
        nodes_treeids=[tree for tree, *_ in nodes],
        nodes_nodeids=[node for _, node, *_ in nodes],
        nodes_featureids=[max(feature, 0) for _, _, feature, *_ in nodes],
        # thresholds lie between whole pixels: 32 bits hold them exactly
        nodes_values=[threshold for _, _, _, threshold, *_ in nodes],
        nodes_modes=["LEAF" if feature < 0 else "BRANCH_LEQ" for _, _, feature, *_ in nodes],
        nodes_truenodeids=[left for *_, left, _, _ in nodes],
        nodes_falsenodeids=[right for *_, right, _ in nodes],
        class_treeids=[tree for tree, *_ in votes],
        class_nodeids=[node for _, node, *_ in votes],
        class_ids=[digit for _, _, digit, _ in votes],
        class_weights=[float(share) for *_, share in votes],
        classlabels_int64s=[int(label) for label in classifier.classes_],
        post_transform="NONE",
    )
    graph = helper.make_graph(
        name="digits-forest",
        nodes=[forest],
        inputs=[helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 64])],
        outputs=[
            helper.make_tensor_value_info("label", TensorProto.INT64, ["batch"]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 10]),
        ],
    )
    model = helper.make_model(
        graph,
        producer_name="models/digits-forest/train.py",
        doc_string="Handwritten digits, 8x8 pixels of 0..16 in row-major order.",
        opset_imports=[helper.make_opsetid("", digits.OPSET), helper.make_opsetid("ai.onnx.ml", TREES_OPSET)],
        ir_version=digits.IR_VERSION,
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def predict(model, images):
    """What the exported graph answers, reckoned from its own trees."""
    a = {attribute.name: helper.get_attribute_value(attribute) for attribute in model.graph.node[0].attribute}
    place = {key: i for i, key in enumerate(zip(a["nodes_treeids"], a["nodes_nodeids"]))}
    weights = {}
    for tree, node, digit, weight in zip(a["class_treeids"], a["class_nodeids"], a["class_ids"], a["class_weights"]):
        weights.setdefault((tree, node), np.zeros(10))[digit] += weight
    found = []
    for image in images:
        sums = np.zeros(10)
        for tree in range(TREES):
            node = 0
            while a["nodes_modes"][i := place[tree, node]] != b"LEAF":
                node = a["nodes_truenodeids" if image[a["nodes_featureids"][i]] <= a["nodes_values"][i] else "nodes_falsenodeids"][i]
            sums += weights[tree, node]
        found.append(sums.argmax())
    return np.array(found)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", default=str(HERE / "digits-forest.onnx"), help="the ONNX file to write")
    options = options.parse_args()

    train_images, held_out_images, train_labels, held_out_labels = digits.split()
    classifier = train(train_images, train_labels)
    model = export(classifier)

    predicted = predict(model, held_out_images)
    if not np.array_equal(predicted, classifier.predict(held_out_images)):
        sys.exit("the exported graph does not answer what the trained classifier answers")
    accuracy = float(np.mean(predicted == held_out_labels))
    if accuracy < PROMISED_ACCURACY:
        sys.exit(f"accuracy {accuracy:.4f} on held-out digits is below {PROMISED_ACCURACY}")

    onnx.save(model, options.out)
    print(json.dumps({"accuracy": round(accuracy, 4), "held_out": len(held_out_labels), "train": len(train_labels), "file": options.out}))


if __name__ == "__main__":
    main()
