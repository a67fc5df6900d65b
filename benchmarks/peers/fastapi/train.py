"""train.py <folder>: the models that server.py serves, trained as models/*/train.py do it, so that they are the same ones."""

import importlib.util
import pathlib
import sys

import joblib

MODELS = pathlib.Path(__file__).resolve().parents[3] / "models"


def script(name):
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), MODELS / name / "train.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    folder = pathlib.Path(sys.argv[1])
    digits, forest = script("digits"), script("digits-forest")
    images, _, labels, _ = digits.split()
    joblib.dump((digits.train(images, labels), digits.LARGEST_PIXEL), folder / "digits.joblib")
    joblib.dump((forest.train(images, labels), 1), folder / "digits-forest.joblib")


main()
