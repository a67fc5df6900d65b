#!/usr/bin/env python3
"""Writes version.onnx beside itself (Debian: python3-onnx): answers with the number that the tests write into the file, whatever it is asked."""
import pathlib

import numpy as np
from onnx import TensorProto, helper, numpy_helper

# found in the file and replaced by the tests
PLACEHOLDER = 0x7E57_7E57_7E57_7E57

value = numpy_helper.from_array(np.array([PLACEHOLDER], np.int64), "value")
zero = numpy_helper.from_array(np.array([0], np.int64), "zero")
size = numpy_helper.from_array(np.array([1 << 19], np.int64), "size")
nodes = [
    # 2 MB of zeros, made when the model is loaded: seen in the process's memory if old models are not given back
    helper.make_node("ConstantOfShape", ["size"], ["weights"], value=helper.make_tensor("v", TensorProto.INT32, [1], [0])),
    helper.make_node("Mul", ["x", "zero"], ["first"]),
    helper.make_node("Gather", ["weights", "first"], ["weight"]),
    helper.make_node("Cast", ["weight"], ["nothing"], to=TensorProto.INT64),
    helper.make_node("Add", ["nothing", "value"], ["version"]),
]
graph = helper.make_graph(
    nodes, "version", [helper.make_tensor_value_info("x", TensorProto.INT64, [1])],
    [helper.make_tensor_value_info("version", TensorProto.INT64, [1])], [value, zero, size])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], producer_name="tests")
model.ir_version = 8
(pathlib.Path(__file__).parent / "version.onnx").write_bytes(model.SerializeToString())
