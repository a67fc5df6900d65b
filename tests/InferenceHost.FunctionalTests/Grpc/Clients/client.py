"""Debian's gRPC client against a host: client.py <generated stubs> <internal address> <public address> <scenario>. Ends with 0 where all is as it should be."""

import itertools
import struct
import sys
import threading
import time
import urllib.request

sys.path.insert(0, sys.argv[1])
import grpc  # noqa: E402
import health_pb2 as health  # noqa: E402
import health_pb2_grpc as health_rpc  # noqa: E402
import open_inference_pb2 as pb  # noqa: E402
import open_inference_pb2_grpc as rpc  # noqa: E402
import reflection_pb2 as reflect  # noqa: E402
import reflection_pb2_grpc as reflect_rpc  # noqa: E402
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory  # noqa: E402

BIG = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
BOB = "Basic Ym9iOmNvcnJlY3QgaG9yc2U="


def channel(address=sys.argv[2], options=()):
    return grpc.insecure_channel(address, options=[*BIG, *options])


internal = channel()
public = channel(sys.argv[3])
stub = rpc.GRPCInferenceServiceStub(internal)
outside = rpc.GRPCInferenceServiceStub(public)


def request(model="sum", a=(1.5, 2), b=(3, 4), typed=False, **more):
    made = pb.ModelInferRequest(model_name=model, **more)
    for name, values in (("a", a), ("b", b)):
        tensor = made.inputs.add(name=name, datatype="FP32", shape=[len(values)])
        if typed:
            tensor.contents.fp32_contents.extend(values)
        else:
            made.raw_input_contents.append(struct.pack(f"<{len(values)}f", *values))
    return made


def single(model, datatype, shape, raw=None, **contents):
    made = pb.ModelInferRequest(model_name=model)
    made.inputs.add(name="x", datatype=datatype, shape=shape, contents=pb.InferTensorContents(**contents) if raw is None else None)
    if raw is not None:
        made.raw_input_contents.append(raw)
    return made


def slow(iterations, **more):
    made = pb.ModelInferRequest(**{"model_name": "slow", **more})
    made.inputs.add(name="iterations", datatype="INT64", shape=[])
    made.raw_input_contents.append(struct.pack("<q", iterations))
    return made


def refused(code, text, call, *args, **kwargs):
    try:
        answer = call(*args, **kwargs)
        if hasattr(answer, "__next__"):
            list(answer)
    except grpc.RpcError as error:
        assert error.code() == code, (error.code(), error.details())
        assert text in error.details(), error.details()
        return error
    raise AssertionError(f"answered {answer}")


def until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "not so within 30 s"
        time.sleep(0.02)


def infer():
    answer = stub.ModelInfer(request(id="one"))
    assert (answer.model_name, answer.model_version, answer.id) == ("sum", "1", "one"), answer
    assert [(o.name, o.datatype, list(o.shape)) for o in answer.outputs] == [("sum", "FP32", [2]), ("difference", "FP32", [2])], answer
    assert [struct.unpack("<2f", raw) for raw in answer.raw_output_contents] == [(4.5, 6), (-1.5, -2)], answer
    typed = stub.ModelInfer(request("tests.sum", typed=True, model_version="1"))
    assert [list(o.contents.fp32_contents) for o in typed.outputs] == [[4.5, 6], [-1.5, -2]] and not typed.raw_output_contents, typed
    chosen = request()
    chosen.outputs.add(name="difference")
    assert [o.name for o in stub.ModelInfer(chosen).outputs] == ["difference"]
    classes = request()
    classes.outputs.add(name="sum").parameters["classification"].int64_param = 1
    assert stub.ModelInfer(classes).raw_output_contents[0] == struct.pack("<I", 3) + b"6:1"
    forced = request(typed=True)
    forced.parameters["binary_data_output"].bool_param = True
    assert len(stub.ModelInfer(forced).raw_output_contents) == 2


def types():
    for name, datatype, contents, values in (
        ("bool", "BOOL", "bool_contents", [True, False]), ("uint8", "UINT8", "uint_contents", [0, 255]), ("uint16", "UINT16", "uint_contents", [0, 65535]),
        ("uint32", "UINT32", "uint_contents", [0, 2**32 - 1]), ("uint64", "UINT64", "uint64_contents", [0, 2**64 - 1]), ("int8", "INT8", "int_contents", [-128, 127]),
        ("int16", "INT16", "int_contents", [-(2**15), 2**15 - 1]), ("int32", "INT32", "int_contents", [-(2**31), 2**31 - 1]), ("int64", "INT64", "int64_contents", [-(2**63), 2**63 - 1]),
        ("fp32", "FP32", "fp32_contents", [0.5, float("inf")]), ("fp64", "FP64", "fp64_contents", [0.1, -1e300]), ("bytes", "BYTES", "bytes_contents", [b"", b"\xff\x00abc"]),
    ):
        answer = stub.ModelInfer(single(f"echo-{name}", datatype, [2], **{contents: values}))
        assert list(getattr(answer.outputs[0].contents, contents)) == values, (name, answer)
    for name, raw in (("fp16", b"\x00\x3c\x00\xc0"), ("bf16", b"\x80\x3f\x00\xc0")):
        assert stub.ModelInfer(single(f"echo-{name}", name.upper(), [2], raw)).raw_output_contents == [raw]
    raw = struct.pack("<I", 3) + b"a\x00c" + struct.pack("<I", 0)
    assert stub.ModelInfer(single("echo-bytes", "BYTES", [2], raw)).raw_output_contents == [raw]
    assert stub.ModelInfer(single("echo-fp32", "FP32", [0], b"")).raw_output_contents == [b""]


def wrong():
    invalid = grpc.StatusCode.INVALID_ARGUMENT
    refused(invalid, "expected 12 bytes", stub.ModelInfer, single("echo-fp32", "FP32", [3], b"\0" * 8))
    refused(invalid, "expected 3 elements", stub.ModelInfer, single("echo-fp32", "FP32", [3], fp32_contents=[1, 2]))
    refused(invalid, "expected fp32_contents", stub.ModelInfer, single("echo-fp32", "FP32", [2], int_contents=[1, 2]))
    refused(invalid, "raw_input_contents", stub.ModelInfer, single("echo-fp16", "FP16", [2], fp32_contents=[1, 2]))
    refused(invalid, "out of its range", stub.ModelInfer, single("echo-int8", "INT8", [2], int_contents=[1, 128]))
    refused(invalid, "0 or more, got -2", stub.ModelInfer, single("echo-fp32", "FP32", [-2], b""))
    refused(invalid, "expected FP32, found INT32", stub.ModelInfer, single("echo-fp32", "INT32", [1], b"\0" * 4))
    refused(invalid, "unknown datatype", stub.ModelInfer, single("echo-fp32", "FLOAT", [1], b"\0" * 4))
    refused(invalid, "missing required input", stub.ModelInfer, pb.ModelInferRequest(model_name="sum"))
    mixed = request(typed=True)
    mixed.raw_input_contents.append(b"")
    refused(invalid, "exclude each other", stub.ModelInfer, mixed)
    more = request()
    more.raw_input_contents.append(b"")
    refused(invalid, "expected 2 entries, one per input, got 3", stub.ModelInfer, more)
    del more.raw_input_contents[1:]
    refused(invalid, "there are only 1", stub.ModelInfer, more)
    unknown = request()
    unknown.outputs.add(name="product")
    refused(invalid, "unknown output 'product'", stub.ModelInfer, unknown)
    refused(grpc.StatusCode.NOT_FOUND, "no model is called 'absent'", stub.ModelInfer, request("absent"))
    refused(grpc.StatusCode.NOT_FOUND, "left.twin or right.twin", stub.ModelInfer, request("twin"))
    refused(grpc.StatusCode.NOT_FOUND, "version 1 only, not '2'", stub.ModelInfer, request(model_version="2"))
    memory = request()
    memory.inputs[0].parameters["shared_memory_region"].string_param = "r"
    refused(grpc.StatusCode.UNIMPLEMENTED, "shared memory", stub.ModelInfer, memory)
    refused(grpc.StatusCode.UNIMPLEMENTED, "no such method", internal.unary_unary("/inference.GRPCInferenceService/TraceSetting"), b"")
    refused(invalid, "no protocol buffer", internal.unary_unary("/inference.GRPCInferenceService/ModelInfer"), b"\x0a\xff")
    refused(invalid, "no protocol buffer", internal.unary_unary("/inference.GRPCInferenceService/ModelReady"), b"\x0a\xff")


def metadata():
    assert stub.ServerLive(pb.ServerLiveRequest()).live and stub.ServerReady(pb.ServerReadyRequest()).ready
    server = stub.ServerMetadata(pb.ServerMetadataRequest())
    assert server.name == "inference" and server.version and "statistics" in server.extensions, server
    assert stub.ModelReady(pb.ModelReadyRequest(name="sum")).ready
    refused(grpc.StatusCode.NOT_FOUND, "absent", stub.ModelReady, pb.ModelReadyRequest(name="absent"))
    model = stub.ModelMetadata(pb.ModelMetadataRequest(name="tests.sum", version="1"))
    assert (model.name, list(model.versions), model.platform) == ("tests.sum", ["1"], "onnxruntime_onnx"), model
    assert [(i.name, i.datatype, list(i.shape)) for i in model.inputs] == [("a", "FP32", [-1]), ("b", "FP32", [-1])] and len(model.properties["digest"]) == 64, model
    config = stub.ModelConfig(pb.ModelConfigRequest(name="sum")).config
    assert (config.name, config.backend, config.output[0].name, config.output[0].data_type) == ("sum", "onnxruntime", "sum", pb.TYPE_FP32), config


def repository():
    before = stub.ModelStatistics(pb.ModelStatisticsRequest(name="idle")).model_stats[0].inference_stats
    stub.ModelInfer(request("idle"))
    refused(grpc.StatusCode.INVALID_ARGUMENT, "", stub.ModelInfer, request("idle", b=()))
    after = stub.ModelStatistics(pb.ModelStatisticsRequest(name="idle")).model_stats[0]
    assert (after.inference_stats.success.count, after.inference_stats.fail.count) == (before.success.count + 1, before.fail.count + 1), after
    assert after.inference_stats.success.ns > before.success.ns and after.last_inference > 0
    assert sum(b.compute_infer.count for b in after.batch_stats) == after.execution_count > 0 and all(b.compute_infer.ns > 0 for b in after.batch_stats), after
    assert len(stub.ModelStatistics(pb.ModelStatisticsRequest()).model_stats) > 5
    names = {m.name: m.state for m in stub.RepositoryIndex(pb.RepositoryIndexRequest()).models}
    assert names["tests.idle"] == "READY", names
    stub.RepositoryModelUnload(pb.RepositoryModelUnloadRequest(model_name="idle"))
    error = refused(grpc.StatusCode.UNAVAILABLE, "tests.idle is not-served", stub.ModelInfer, request("idle"))
    assert dict(error.trailing_metadata()).get("retry-after") == "1", error.trailing_metadata()
    assert not stub.ModelReady(pb.ModelReadyRequest(name="idle")).ready
    assert "tests.idle" not in {m.name for m in stub.RepositoryIndex(pb.RepositoryIndexRequest(ready=True)).models}
    stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name="idle"))
    assert stub.ModelInfer(request("idle")).outputs
    brings = pb.RepositoryModelLoadRequest(model_name="idle")
    brings.parameters["config"].string_param = "{}"
    refused(grpc.StatusCode.UNIMPLEMENTED, "not with the request", stub.RepositoryModelLoad, brings)


def deadline():
    began = time.monotonic()
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, "", stub.ModelInfer, slow(10**9), timeout=0.3)
    asked = slow(10**9)
    asked.parameters["timeout"].int64_param = 300_000
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, "within the timeout that it asks for", stub.ModelInfer, asked)
    assert time.monotonic() - began < 20
    # neither of them holds the one slot any more
    assert stub.ModelInfer(slow(1), timeout=20).outputs


def overload():
    running = stub.ModelInfer.future(slow(10**9, model_name="narrow"))
    until(lambda: 'inference_in_flight{component="tests.narrow"} 1' in metrics())
    waiting = stub.ModelInfer.future(slow(10**9, model_name="narrow"))
    until(lambda: 'inference_in_flight{component="tests.narrow"} 2' in metrics())
    error = refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "no more are taken now", stub.ModelInfer, slow(1, model_name="narrow"))
    assert dict(error.trailing_metadata())["retry-after"] == "1", error.trailing_metadata()
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, "queue.timeout", waiting.result)
    running.cancel()
    assert stub.ModelInfer(slow(1, model_name="narrow"), timeout=20).outputs


def unread():
    count = 1 << 20
    asked = single("wide", "FP32", [count], raw=bytes(4 * count))
    # windows of fixed size, which answers that are not asked for fill, each on its own connection
    options = [("grpc.http2.bdp_probe", 0), ("grpc.use_local_subchannel_pool", 1)]
    channels, streams = [], []

    def held():
        return next(int(line.split()[1]) for line in metrics().splitlines() if line.startswith("inference_unread_answer_bytes "))

    for n in range(1, 5):
        channels.append(channel(options=options))
        streams.append(rpc.GRPCInferenceServiceStub(channels[-1]).ModelStreamInfer(itertools.repeat(asked, 4)))
        until(lambda: held() >= n * 2 * 4 * count)
    assert stub.ModelInfer(asked, timeout=20).raw_output_contents == asked.raw_input_contents
    assert all(answer.infer_response.raw_output_contents == asked.raw_input_contents for stream in streams for answer in stream)
    until(lambda: held() == 0)


def metrics():
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[5]).read().decode()


def tls():
    with open(sys.argv[5], "rb") as file:
        trusted = grpc.ssl_channel_credentials(file.read())
    secure = grpc.secure_channel(sys.argv[3], trusted, options=[("grpc.ssl_target_name_override", "localhost")])
    assert rpc.GRPCInferenceServiceStub(secure).ModelInfer(request("tests.sum"), timeout=20).outputs
    refused(grpc.StatusCode.UNAVAILABLE, "", outside.ModelInfer, request("tests.sum"), timeout=20)


def cancel():
    running = stub.ModelInfer.future(slow(10**9))
    time.sleep(0.3)
    running.cancel()
    assert stub.ModelInfer(slow(1), timeout=20).outputs


def stream():
    asked = [request(id=str(n), a=(n,), b=(1,)) for n in range(100)]
    asked[50].inputs[0].shape[0] = 3
    asked[51].model_name = "absent"
    answers = list(stub.ModelStreamInfer(iter(asked)))
    assert [a.infer_response.id for a in answers] == [str(n) for n in range(100)], answers
    assert "expected 12 bytes" in answers[50].error_message and "absent" in answers[51].error_message, answers[50:52]
    assert all(not a.error_message and struct.unpack("<f", a.infer_response.raw_output_contents[0]) == (n + 1,) for n, a in enumerate(answers) if n not in (50, 51))
    turns = []

    def one_by_one():
        for n in range(3):
            turns.append(threading.Event())
            yield request(id=str(n))
            turns[n].wait(20)

    for n, answer in enumerate(stub.ModelStreamInfer(one_by_one())):
        assert answer.infer_response.id == str(n)
        turns[n].set()
    assert len(turns) == 3

    # one that is no message at all is told by its answer, and those behind it are answered
    raw = internal.stream_stream("/inference.GRPCInferenceService/ModelStreamInfer", response_deserializer=pb.ModelStreamInferResponse.FromString)
    for broken in (b"\x0a\xff", b"hello world", request(id="2").SerializeToString()[:-3]):
        said = list(raw(iter([request(id="1").SerializeToString(), broken, request(id="3").SerializeToString()]), timeout=20))
        assert [a.infer_response.id for a in said] == ["1", "", "3"] and "no protocol buffer" in said[1].error_message and not said[2].error_message, said


def gzip():
    large = single("echo-fp32", "FP32", [100_000], b"\0" * 400_000)
    assert stub.ModelInfer(large, compression=grpc.Compression.Gzip).raw_output_contents == [b"\0" * 400_000]
    assert len(list(stub.ModelStreamInfer(iter([large] * 3), compression=grpc.Compression.Gzip))) == 3
    refused(grpc.StatusCode.UNIMPLEMENTED, "grpc-encoding", stub.ModelInfer, large, compression=grpc.Compression.Deflate)
    bomb = single("echo-fp32", "FP32", [1], b"\0" * (120 << 20))
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "over the limit", stub.ModelInfer, bomb, compression=grpc.Compression.Gzip)


def large():
    values = bytes(range(256)) * (40 << 12)
    assert stub.ModelInfer(single("echo-uint8", "UINT8", [len(values)], values)).raw_output_contents == [values]
    text = struct.pack("<I", 300_000) + b"x" * 300_000 + struct.pack("<I", 5) + b"hello"
    assert stub.ModelInfer(single("echo-bytes", "BYTES", [2], text)).raw_output_contents == [text]
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "over the limit", stub.ModelInfer, single("echo-uint8", "UINT8", [1], b"\0" * (120 << 20)))
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "limit of 1024 bytes", outside.ModelInfer, request("tests.small", a=[1] * 500, b=[1] * 500))


def health_():
    checks = health_rpc.HealthStub(internal)
    for service in ("", "inference.GRPCInferenceService", "sum", "tests.sum"):
        assert checks.Check(health.HealthCheckRequest(service=service)).status == health.HealthCheckResponse.SERVING, service
    refused(grpc.StatusCode.NOT_FOUND, "absent", checks.Check, health.HealthCheckRequest(service="absent"))
    watched = checks.Watch(health.HealthCheckRequest(service="watched"))
    assert next(watched).status == health.HealthCheckResponse.SERVING
    stub.RepositoryModelUnload(pb.RepositoryModelUnloadRequest(model_name="watched"))
    assert next(watched).status == health.HealthCheckResponse.NOT_SERVING
    stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name="watched"))
    assert next(watched).status == health.HealthCheckResponse.SERVING
    watched.cancel()
    assert next(checks.Watch(health.HealthCheckRequest(service="absent"))).status == health.HealthCheckResponse.SERVICE_UNKNOWN


def reflection():
    """A client without the proto file: it learns from the server what to ask and how."""
    def ask(*questions, stub_=reflect_rpc.ServerReflectionStub(internal)):
        return list(stub_.ServerReflectionInfo(iter([reflect.ServerReflectionRequest(host="here", **question) for question in questions])))

    listed, found, method, nested, named, numbers = ask(
        {"list_services": ""}, {"file_containing_symbol": "inference.GRPCInferenceService"}, {"file_containing_symbol": "inference.GRPCInferenceService.ModelInfer"},
        {"file_containing_symbol": "inference.ModelInferRequest.InferInputTensor"}, {"file_by_filename": "health.proto"}, {"all_extension_numbers_of_type": "inference.ModelInferRequest"},
    )
    assert [service.name for service in listed.list_services_response.service] == ["inference.GRPCInferenceService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"], listed
    assert listed.valid_host == "here" and listed.original_request.host == "here"
    assert found.file_descriptor_response == method.file_descriptor_response == nested.file_descriptor_response
    assert numbers.all_extension_numbers_response.base_type_name == "inference.ModelInferRequest"
    pool = descriptor_pool.DescriptorPool()
    for answer in (found, named):
        for file in answer.file_descriptor_response.file_descriptor_proto:
            pool.Add(descriptor_pb2.FileDescriptorProto.FromString(file))
    infer = pool.FindServiceByName("inference.GRPCInferenceService").FindMethodByName("ModelInfer")
    class_of = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    question, reply = (class_of(type_) for type_ in (infer.input_type, infer.output_type))
    call = internal.unary_unary(f"/{infer.containing_service.full_name}/{infer.name}", question.SerializeToString, reply.FromString)
    assert call(question.FromString(request().SerializeToString())).model_name == "sum"
    assert pool.FindMessageTypeByName("grpc.health.v1.HealthCheckRequest")

    for question in ({"file_containing_symbol": "inference.Absent"}, {"file_by_filename": "/etc/passwd"}, {"all_extension_numbers_of_type": "absent"},
                     {"file_containing_extension": reflect.ExtensionRequest(containing_type="inference.ModelInferRequest", extension_number=1)}):
        assert ask(question)[0].error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0], question
    assert ask({})[0].error_response.error_code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    raw = {name: internal.stream_stream(f"/grpc.reflection.{name}.ServerReflection/ServerReflectionInfo") for name in ("v1", "v1alpha")}
    assert list(raw["v1alpha"](iter([reflect.ServerReflectionRequest(list_services="*").SerializeToString()])))[0]
    refused(grpc.StatusCode.INVALID_ARGUMENT, "no protocol buffer", raw["v1"], iter([b"\xff"]))
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "limit of 65536 bytes", raw["v1"], iter([b"\x00" * 65537]))
    refused(grpc.StatusCode.UNIMPLEMENTED, "no such method", reflect_rpc.ServerReflectionStub(public).ServerReflectionInfo, iter([reflect.ServerReflectionRequest(list_services="")]))


def access():
    assert outside.ModelInfer(request("tests.open")).model_name == "tests.open"
    refused(grpc.StatusCode.NOT_FOUND, "namespace.path", outside.ModelInfer, request("sum"))
    refused(grpc.StatusCode.NOT_FOUND, "no API is published", outside.ModelInfer, request("tests.idle"))
    for metadata_ in (None, [("authorization", "Basic Ym9iOndyb25n")], [("authorization", "Bearer x.y.z")]):
        error = refused(grpc.StatusCode.UNAUTHENTICATED, "", outside.ModelInfer, request("tests.closed"), metadata=metadata_)
        assert dict(error.trailing_metadata())["www-authenticate"].startswith("Basic realm="), error.trailing_metadata()
        refused(grpc.StatusCode.UNAUTHENTICATED, "", outside.ModelStreamInfer, iter([request("tests.closed")]), metadata=metadata_)
        refused(grpc.StatusCode.UNAUTHENTICATED, "", outside.ModelMetadata, pb.ModelMetadataRequest(name="tests.closed"), metadata=metadata_)
        refused(grpc.StatusCode.UNAUTHENTICATED, "", health_rpc.HealthStub(public).Check, health.HealthCheckRequest(service="tests.closed"), metadata=metadata_)
    # who is admitted is who is called, wherever the message names it, and however often
    infer_bytes = public.unary_unary("/inference.GRPCInferenceService/ModelInfer")
    late = {name: request("").SerializeToString() + pb.ModelInferRequest(model_name=name).SerializeToString() for name in ("tests.open", "tests.closed", "tests.small")}
    assert pb.ModelInferResponse.FromString(infer_bytes(late["tests.open"])).outputs
    refused(grpc.StatusCode.UNAUTHENTICATED, "", infer_bytes, late["tests.closed"])
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "limit of 1024 bytes", infer_bytes, request("", a=[1] * 500, b=[1] * 500).SerializeToString() + pb.ModelInferRequest(model_name="tests.small").SerializeToString())
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "over 1048576 bytes has to begin with its model_name", infer_bytes, pb.ModelInferRequest(id="x" * (2 << 20)).SerializeToString() + late["tests.open"])
    refused(grpc.StatusCode.INVALID_ARGUMENT, "names its model twice", infer_bytes, request("tests.open").SerializeToString() + pb.ModelInferRequest(model_name="tests.closed").SerializeToString())
    known = [("authorization", BOB)]
    assert outside.ModelInfer(request("tests.closed"), metadata=known).outputs
    assert len(list(outside.ModelStreamInfer(iter([request("tests.closed"), request("tests.open")]), metadata=known))) == 2
    assert outside.ModelReady(pb.ModelReadyRequest(name="tests.closed"), metadata=known).ready
    assert health_rpc.HealthStub(public).Check(health.HealthCheckRequest(service="tests.open")).status == health.HealthCheckResponse.SERVING
    assert "statistics" not in outside.ServerMetadata(pb.ServerMetadataRequest()).extensions
    for call, asked in (
        (outside.ModelStatistics, pb.ModelStatisticsRequest()), (outside.RepositoryIndex, pb.RepositoryIndexRequest()),
        (outside.RepositoryModelLoad, pb.RepositoryModelLoadRequest(model_name="tests.open")), (outside.RepositoryModelUnload, pb.RepositoryModelUnloadRequest(model_name="tests.open")),
    ):
        refused(grpc.StatusCode.UNIMPLEMENTED, "no such method", call, asked)
    assert outside.ModelInfer(request("tests.rare")).outputs
    error = refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "ask again later", outside.ModelInfer, request("tests.rare"))
    assert int(dict(error.trailing_metadata())["retry-after"]) > 1


def drain():
    """Says "begun" once a request runs and a stream and a watch are open; then the host is told to stop."""
    watched = health_rpc.HealthStub(internal).Watch(health.HealthCheckRequest())
    assert next(watched).status == health.HealthCheckResponse.SERVING
    asked, silent = threading.Event(), threading.Event()

    def requests():
        yield request(id="first")
        silent.wait(30)

    streamed = stub.ModelStreamInfer(requests())
    assert next(streamed).infer_response.id == "first"
    running = stub.ModelInfer.future(slow(int(sys.argv[5])))
    until(lambda: stub.ModelStatistics(pb.ModelStatisticsRequest(name="sum")).model_stats[0].inference_stats.success.count > 0)
    time.sleep(0.2)
    print("begun", flush=True)
    assert next(watched).status == health.HealthCheckResponse.NOT_SERVING
    refused(grpc.StatusCode.UNAVAILABLE, "", lambda: list(watched))
    refused(grpc.StatusCode.UNAVAILABLE, "shutting down", lambda: list(streamed))
    silent.set()
    asked.set()
    assert running.result(30).outputs, "what was in hand is answered"


{name.rstrip("_"): made for name, made in globals().items() if callable(made)}[sys.argv[4]]()
print("done")
