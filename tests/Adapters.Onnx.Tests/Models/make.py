#!/usr/bin/env python3
"""Writes the models of these tests beside itself (Debian: python3-onnx). Small on purpose; each says in its comment what it is for."""
import pathlib

import numpy as np
from onnx import AttributeProto, StringStringEntryProto, TensorProto, ValueInfoProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
FLOAT, INT64, STRING = TensorProto.FLOAT, TensorProto.INT64, TensorProto.STRING


def tensor(name, type_, shape=None, doc=""):
    return helper.make_tensor_value_info(name, type_, shape, doc_string=doc)


def optional(name, type_, shape=None):
    return helper.make_value_info(name, helper.make_optional_type_proto(helper.make_tensor_type_proto(type_, shape)))


def sequence(name, type_, shape=None):
    return helper.make_value_info(name, helper.make_sequence_type_proto(helper.make_tensor_type_proto(type_, shape)))


def maps(name, key, value=FLOAT):
    info = ValueInfoProto(name=name)
    info.type.sequence_type.elem_type.map_type.key_type = key
    info.type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = value
    return info


def save(name, nodes, inputs, outputs, initializers=(), ir=8, opset=15, functions=()):
    graph = helper.make_graph(list(nodes), name, list(inputs), list(outputs), list(initializers))
    opsets = [helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 2)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="tests", functions=list(functions))
    model.ir_version = ir
    (HERE / f"{name}.onnx").write_bytes(model.SerializeToString())


def constant(name, values, type_=np.float32):
    return numpy_helper.from_array(np.array(values, type_), name)


def external(name, location, shape, type_=FLOAT):
    t = TensorProto(name=name, data_type=type_, dims=shape, data_location=TensorProto.EXTERNAL)
    t.external_data.append(StringStringEntryProto(key="location", value=location))
    return t


# one per type: y is x, of any rank
TYPES = {
    "bool": TensorProto.BOOL, "uint8": TensorProto.UINT8, "uint16": TensorProto.UINT16, "uint32": TensorProto.UINT32, "uint64": TensorProto.UINT64,
    "int8": TensorProto.INT8, "int16": TensorProto.INT16, "int32": TensorProto.INT32, "int64": INT64, "fp16": TensorProto.FLOAT16,
    "bf16": TensorProto.BFLOAT16, "fp32": FLOAT, "fp64": TensorProto.DOUBLE, "bytes": STRING,
}
for name, type_ in TYPES.items():
    save(f"echo-{name}", [helper.make_node("Identity", ["x"], ["y"])], [tensor("x", type_)], [tensor("y", type_)])

# several inputs and outputs, one batch dimension
save("sum", [helper.make_node("Add", ["a", "b"], ["sum"]), helper.make_node("Sub", ["a", "b"], ["difference"])],
     [tensor("a", FLOAT, ["n"], "the first one"), tensor("b", FLOAT, ["n"])],
     [tensor("sum", FLOAT, ["n"]), tensor("difference", FLOAT, ["n"], "a less b")])

# fails in the run where the index is out of range
save("pick", [helper.make_node("Gather", ["table", "index"], ["y"])],
     [tensor("index", INT64, ["n"])], [tensor("y", FLOAT, ["n"])], [constant("table", [1, 2, 3])])

# as slow as asked: multiplies a matrix by itself so many times
body = helper.make_graph(
    [helper.make_node("MatMul", ["state", "turn"], ["next"]), helper.make_node("Identity", ["go"], ["go_on"])], "body",
    [tensor("i", INT64, []), tensor("go", TensorProto.BOOL, []), tensor("state", FLOAT, [64, 64])],
    [tensor("go_on", TensorProto.BOOL, []), tensor("next", FLOAT, [64, 64])])
save("slow", [helper.make_node("ConstantOfShape", ["size"], ["turn"], value=helper.make_tensor("v", FLOAT, [1], [1 / 64])),
              helper.make_node("Loop", ["iterations", "", "turn"], ["last"], body=body),
              helper.make_node("ReduceSum", ["last"], ["y"], keepdims=0)],
     [tensor("iterations", INT64, [])], [tensor("y", FLOAT, [])], [constant("size", [64, 64], np.int64)])

# an input with a default: may be left out
save("scale", [helper.make_node("Mul", ["x", "factor"], ["y"])],
     [tensor("factor", FLOAT, [1]), tensor("x", FLOAT, ["batch", 2])], [tensor("y", FLOAT, ["batch", 2])], [constant("factor", [10])])
# the same in a format in which weights stand among the inputs without being any
save("scale-ir3", [helper.make_node("Mul", ["x", "factor"], ["y"])],
     [tensor("factor", FLOAT, [1]), tensor("x", FLOAT, ["batch", 2])], [tensor("y", FLOAT, ["batch", 2])], [constant("factor", [10])], ir=3)

# an input of an optional type
save("optional", [helper.make_node("OptionalGetElement", ["x"], ["y"])], [optional("x", FLOAT, ["n"])], [tensor("y", FLOAT, ["n"])])
save("optional-out", [helper.make_node("Optional", ["x"], ["y"])], [tensor("x", FLOAT, ["n"])], [optional("y", FLOAT, ["n"])])
# and one that gives no value for it
nothing = helper.make_node("Optional", [], ["y"])
nothing.attribute.append(AttributeProto(name="type", type=AttributeProto.TYPE_PROTO, tp=helper.make_tensor_type_proto(FLOAT, ["n"])))
save("optional-none", [helper.make_node("Add", ["x", "x"], ["z"]), nothing, helper.make_node("Neg", ["x"], ["w"])], [tensor("x", FLOAT, ["n"])],
     [tensor("z", FLOAT, ["n"]), optional("y", FLOAT, ["n"]), tensor("w", FLOAT, ["n"])])

# the same, of which the file does not say so
save("optional-inferred", [helper.make_node("Optional", ["x"], ["y"])], [tensor("x", FLOAT, ["n"])], [ValueInfoProto(name="y")])

# as large as asked
save("large", [helper.make_node("ConstantOfShape", ["shape"], ["y"], value=helper.make_tensor("v", FLOAT, [1], [0]))],
     [tensor("shape", INT64, ["rank"])], [tensor("y", FLOAT)])

# shapes: fixed, named, unnamed, unknown rank, scalar
save("shapes", [helper.make_node("Identity", [i], [o]) for i, o in zip("abcde", "fghij")],
     [tensor("a", FLOAT, [2, 3]), tensor("b", FLOAT, ["batch", "length"]), tensor("c", FLOAT, [None, 4]), tensor("d", FLOAT), tensor("e", FLOAT, [])],
     [tensor("f", FLOAT, [2, 3]), tensor("g", FLOAT, ["batch", "length"]), tensor("h", FLOAT, [None, 4]), tensor("i", FLOAT), tensor("j", FLOAT, [])])
save("two-symbols", [helper.make_node("Identity", ["a"], ["c"]), helper.make_node("Identity", ["b"], ["d"])],
     [tensor("a", FLOAT, ["n"]), tensor("b", FLOAT, ["m"])], [tensor("c", FLOAT, ["n"]), tensor("d", FLOAT, ["m"])])
save("constant", [helper.make_node("Add", ["x", "x"], ["z"])], [tensor("x", FLOAT, ["n"])], [tensor("z", FLOAT, ["n"]), tensor("y", FLOAT, [3])],
     [constant("y", [1, 2, 3])])

# what may share memory with the input
save("alias", [helper.make_node("Reshape", ["x", "flat"], ["r"]), helper.make_node("Flatten", ["x"], ["f"]), helper.make_node("Identity", ["x"], ["y"]),
               helper.make_node("Unsqueeze", ["x", "first"], ["u"]), helper.make_node("Cast", ["x"], ["c"], to=FLOAT)],
     [tensor("x", FLOAT, [2, 2])], [tensor("r", FLOAT, [4]), tensor("f", FLOAT, [2, 2]), tensor("y", FLOAT, [2, 2]), tensor("u", FLOAT, [1, 2, 2]),
                                    tensor("c", FLOAT, [2, 2])],
     [constant("flat", [-1], np.int64), constant("first", [0], np.int64)])
save("through", [helper.make_node("Add", ["x", "x"], ["z"])], [tensor("x", FLOAT, ["n"])], [tensor("x", FLOAT, ["n"]), tensor("z", FLOAT, ["n"])])

# how long the output is depends on what the input says, not on its shape
save("nonzero", [helper.make_node("NonZero", ["x"], ["y"])], [tensor("x", FLOAT, ["n"])], [tensor("y", INT64, [1, "found"])])

# class probabilities as scikit-learn exporters give them
for name, labels, key in (("zipmap-int", {"classlabels_int64s": [7, -3, 5]}, INT64), ("zipmap-string", {"classlabels_strings": ["b", "é", "a"]}, STRING)):
    save(name, [helper.make_node("ArgMax", ["x"], ["label"], axis=1, keepdims=0),
                helper.make_node("ZipMap", ["x"], ["probabilities"], domain="ai.onnx.ml", **labels)],
         [tensor("x", FLOAT, ["n", 3])], [tensor("label", INT64, ["n"]), maps("probabilities", key)])
save("zipmap-twice", [helper.make_node("ZipMap", ["x"], ["p"], domain="ai.onnx.ml", classlabels_int64s=[1, 1, 2])], [tensor("x", FLOAT, ["n", 3])],
     [maps("p", INT64)])
save("zipmap-lost", [helper.make_node("ZipMap", ["x"], ["p"], domain="ai.onnx.ml", classlabels_int64s=[1, 2, 3]),
                     helper.make_node("Identity", ["p"], ["q"])], [tensor("x", FLOAT, ["n", 3])], [maps("q", INT64)])

# what makes no tensor, or none of ours
save("sequence-out", [helper.make_node("SplitToSequence", ["x"], ["y"])], [tensor("x", FLOAT, ["n"])], [sequence("y", FLOAT)])
save("sequence-in", [helper.make_node("SequenceLength", ["x"], ["y"])], [sequence("x", FLOAT)], [tensor("y", INT64, [])])
sparse = ValueInfoProto(name="x")
sparse.type.sparse_tensor_type.elem_type = FLOAT
save("sparse-in", [helper.make_node("Identity", ["x"], ["y"])], [sparse], [tensor("y", FLOAT)])
opaque = ValueInfoProto(name="x")
opaque.type.MergeFromString(b"\x3a\x00")
save("opaque-in", [helper.make_node("Identity", ["x"], ["y"])], [opaque], [tensor("y", FLOAT)])
save("float8", [helper.make_node("Cast", ["x"], ["y"], to=17)], [tensor("x", FLOAT, ["n"])], [tensor("y", 17, ["n"])], ir=9, opset=19)
save("int4", [helper.make_node("Cast", ["x"], ["y"], to=FLOAT)], [tensor("x", 22, ["n"])], [tensor("y", FLOAT, ["n"])], ir=10, opset=21)
save("complex", [helper.make_node("Identity", ["x"], ["y"])], [tensor("x", TensorProto.COMPLEX64, ["n"])], [tensor("y", TensorProto.COMPLEX64, ["n"])])

# what ONNX Runtime refuses
save("opset-unknown", [helper.make_node("Identity", ["x"], ["y"])], [tensor("x", FLOAT, ["n"])], [tensor("y", FLOAT, ["n"])], opset=999)
save("ir-unknown", [helper.make_node("Identity", ["x"], ["y"])], [tensor("x", FLOAT, ["n"])], [tensor("y", FLOAT, ["n"])], ir=999)
save("operator-unknown", [helper.make_node("Teleport", ["x"], ["y"])], [tensor("x", FLOAT, ["n"])], [tensor("y", FLOAT, ["n"])])
save("domain-unknown", [helper.make_node("Identity", ["x"], ["y"], domain="com.example")], [tensor("x", FLOAT, ["n"])], [tensor("y", FLOAT, ["n"])])

# weights of 8 MB in a file of their own, which the tests write
save("external", [helper.make_node("MatMul", ["x", "weights"], ["y"])], [tensor("x", FLOAT, ["n", 1024])], [tensor("y", FLOAT, ["n", 2048])],
     [external("weights", "weights.bin", [1024, 2048])])
# and in a folder below
save("external-below", [helper.make_node("MatMul", ["x", "weights"], ["y"])], [tensor("x", FLOAT, ["n", 2])], [tensor("y", FLOAT, ["n", 2])],
     [external("weights", "data/weights.bin", [2, 2])])
# and where they must not be: named in every place that can hold a tensor
for name, location in (("up", "../weights.bin"), ("absolute", "/etc/hostname"), ("sly", "data/../../weights.bin"), ("memory", "*/_ORT_MEM_ADDR_/*"), ("nameless", "")):
    save(f"external-{name}", [helper.make_node("MatMul", ["x", "weights"], ["y"])], [tensor("x", FLOAT, ["n", 2])], [tensor("y", FLOAT, ["n", 2])],
         [external("weights", location, [2, 2])])
inner = helper.make_graph([helper.make_node("Identity", ["w"], ["v"])], "inner", [], [tensor("v", FLOAT, [2])], [external("w", "../inner.bin", [2])])
save("external-subgraph", [helper.make_node("If", ["x"], ["y"], then_branch=inner, else_branch=inner)], [tensor("x", TensorProto.BOOL, [])],
     [tensor("y", FLOAT, [2])])
save("external-attribute", [helper.make_node("Constant", [], ["w"], value=external("w", "../attribute.bin", [2])),
                            helper.make_node("Add", ["x", "w"], ["y"])], [tensor("x", FLOAT, [2])], [tensor("y", FLOAT, [2])])
twice = helper.make_function("local", "Twice", ["x"], ["y"],
                             [helper.make_node("Constant", [], ["w"], value=external("w", "../function.bin", [2])), helper.make_node("Add", ["x", "w"], ["y"])],
                             [helper.make_opsetid("", 15)])
save("external-function", [helper.make_node("Twice", ["x"], ["y"], domain="local")], [tensor("x", FLOAT, [2])], [tensor("y", FLOAT, [2])], functions=[twice])

# a small classifier, to measure runs and to damage
rng = np.random.default_rng(7)
save("mlp", [helper.make_node("Gemm", ["x", "w1", "b1"], ["h"]), helper.make_node("Relu", ["h"], ["r"]), helper.make_node("Gemm", ["r", "w2", "b2"], ["l"]),
             helper.make_node("Softmax", ["l"], ["probabilities"]), helper.make_node("ArgMax", ["l"], ["label"], axis=1, keepdims=0)],
     [tensor("x", FLOAT, ["batch", 16])], [tensor("label", INT64, ["batch"]), tensor("probabilities", FLOAT, ["batch", 4])],
     [constant("w1", rng.normal(size=(16, 8))), constant("b1", np.zeros(8)), constant("w2", rng.normal(size=(8, 4))), constant("b2", np.zeros(4))])

# a convolution, whose working memory grows with the picture
save("conv", [helper.make_node("Conv", ["x", "k"], ["c"], pads=[1, 1, 1, 1]), helper.make_node("Relu", ["c"], ["r"]),
              helper.make_node("Conv", ["r", "k2"], ["d"], pads=[1, 1, 1, 1]), helper.make_node("GlobalAveragePool", ["d"], ["y"])],
     [tensor("x", FLOAT, ["batch", 1, "height", "width"])], [tensor("y", FLOAT, ["batch", 4, 1, 1])],
     [constant("k", rng.normal(size=(8, 1, 3, 3))), constant("k2", rng.normal(size=(4, 8, 3, 3)))])
