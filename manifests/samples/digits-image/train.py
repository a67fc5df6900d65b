#!/usr/bin/python3
"""Trains the classifier of digits and writes it with joblib; see README.md beside this file.

The last line on standard output is JSON: {"accuracy": ..., "held_out": ..., "train": ..., "file": ...}.
Exits 1 when the accuracy on held-out digits is below the one that README.md promises.
"""
import argparse
import json
import os
import sys

import joblib
import numpy as np
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

SEED = 0
PROMISED_ACCURACY = 0.96
ENLARGED = 20
HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "data", "users", "developer", "file_groups", "models", "digits.joblib")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", default=FILE, help="where the model is written")
    options.add_argument("--image", help="where the first held-out seven is written as PNG; that is how seven.png was made")
    options = options.parse_args()

    digits = load_digits()
    train_x, test_x, train_y, test_y = train_test_split(digits.data, digits.target, test_size=0.25, stratify=digits.target, random_state=SEED)
    # float32: half the file, and the same digits
    model = make_pipeline(MinMaxScaler((0, 1)), MLPClassifier((32,), alpha=1.0, max_iter=400, random_state=SEED)).fit(train_x.astype(np.float32), train_y)
    accuracy = model.score(test_x.astype(np.float32), test_y)

    os.makedirs(os.path.dirname(os.path.abspath(options.out)), exist_ok=True)
    joblib.dump(model, options.out + ".partial", compress=3)
    os.replace(options.out + ".partial", options.out)
    if options.image:
        seven = test_x[list(test_y).index(7)].reshape(8, 8)
        Image.fromarray((255 - seven * 255 / 16).astype(np.uint8)).resize((8 * ENLARGED, 8 * ENLARGED), Image.Resampling.NEAREST).save(options.image, optimize=True)
    print(json.dumps({"accuracy": round(accuracy, 4), "held_out": len(test_y), "train": len(train_y), "file": os.path.basename(options.out)}))
    return 0 if accuracy >= PROMISED_ACCURACY else 1


if __name__ == "__main__":
    sys.exit(main())
