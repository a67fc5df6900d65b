"""The conformance suite's models: which one is written in the model file."""
import time


def inference(parameters, inputs, output_fields, model_key, model=None):
    if model is None:
        with open(model_key, encoding="utf-8") as file:
            model = globals()[file.read().strip()]
    return model({item["name"]: item for item in inputs}), model


def echo(inputs):
    x = inputs["x"]
    return [{"name": "y", "datatype": x["datatype"], "shape": x["shape"], "data": x["data"]}]


def sum(inputs):
    a, b = list(inputs["a"]["data"]), list(inputs["b"]["data"])
    return [
        {"name": "sum", "datatype": "FP32", "data": [x + y for x, y in zip(a, b)]},
        {"name": "difference", "datatype": "FP32", "data": [x - y for x, y in zip(a, b)]},
    ]


def pick(inputs):
    return [{"name": "y", "datatype": "FP32", "data": [[1.0, 2.0, 3.0][i] for i in inputs["index"]["data"]]}]


def slow(inputs):
    end = time.monotonic() + inputs["iterations"]["data"][0] * 1e-6
    while time.monotonic() < end:
        pass
    return [{"name": "y", "datatype": "FP32", "shape": [], "data": [64.0]}]
