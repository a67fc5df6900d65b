"""Functions that tests run."""
import os
import sys


def body(parameters, inputs, output_fields, model_key, model=None):
    scope = {
        "parameters": parameters, "inputs": inputs[1:], "by": {item["name"]: item for item in inputs}, "output_fields": output_fields, "model_key": model_key, "model": model, "out": out, "os": os, "sys": sys,
    }
    lines = inputs[0]["data"].splitlines() or ["pass"]
    exec("def test():\n" + "\n".join("    " + line for line in lines), scope)
    returned = scope["test"]()
    if isinstance(returned, str):
        returned = [out("y", "str", returned)]
    return returned if isinstance(returned, Raw) else (returned or [], model)


class Raw(tuple):
    """What the function returns is this, and not the outputs alone."""


def raw(*returned):
    return Raw(returned)


def out(name, datatype, data, shape=None):
    entry = {"name": name, "data": data}
    if datatype is not None:
        entry["datatype"] = datatype
    if shape is not None:
        entry["shape"] = shape
    return entry


def echo(parameters, inputs, output_fields, model_key, model=None):
    return [{"name": item["name"], "datatype": item["datatype"], "shape": item["shape"], "data": item["data"], "content_type": item["content_type"]} for item in inputs], model
