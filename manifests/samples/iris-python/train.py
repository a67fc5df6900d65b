#!/usr/bin/python3
"""Trains the classifier of irises and writes it with joblib; see README.md beside this file.

The last line on standard output is JSON: {"accuracy": ..., "held_out": ..., "train": ..., "file": ...}.
Exits 1 when the accuracy on held-out flowers is below the one that README.md promises.
"""
import argparse
import json
import os
import sys

import joblib
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
PROMISED_ACCURACY = 0.93
HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "data", "users", "developer", "file_groups", "models", "iris.joblib")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", default=FILE, help="where the model is written")
    out = options.parse_args().out

    iris = load_iris()
    train_x, test_x, train_y, test_y = train_test_split(iris.data, iris.target, test_size=1 / 3, stratify=iris.target, random_state=SEED)
    model = make_pipeline(StandardScaler(), LogisticRegression(random_state=SEED)).fit(train_x, train_y)
    accuracy = model.score(test_x, test_y)
    os.makedirs(os.path.dirname(os.path.abspath(out)), exist_ok=True)
    joblib.dump(model, out + ".partial")
    os.replace(out + ".partial", out)
    print(json.dumps({"accuracy": round(accuracy, 4), "held_out": len(test_y), "train": len(train_y), "file": os.path.basename(out)}))
    return 0 if accuracy >= PROMISED_ACCURACY else 1


if __name__ == "__main__":
    sys.exit(main())
