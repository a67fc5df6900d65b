using Inference.Contracts;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>The last column of the edge cases of the Open Inference Protocol, and the codes that no table names.</summary>
internal static partial class StatusCases
{
    private const string Infer = "/v2/models/sum/infer";

    private static IEnumerable<StatusCase> EdgeCases() =>
    [
        V2(1, "error body", ErrorCode.InvalidInput, 400, "3", "expected an object", ""),
        V2To(2, "unknown model", ErrorCode.NotFound, 404, RawRequest.Post("/v2/models/nothing/infer", "{}"), "nothing"),
        V2To(2, "mistyped model", ErrorCode.NotFound, 404, RawRequest.Post("/v2/models/sums/infer", "{}"), "did you mean 'sum'?"),
        V2To(3, "unknown version", ErrorCode.NotFound, 404, RawRequest.Post("/v2/models/sum/versions/2/infer", "{}"), "'2'"),
        V2To(4, "version not a number", ErrorCode.NotFound, 404, RawRequest.Post("/v2/models/sum/versions/latest/infer", "{}"), "'latest'"),
        new(OpenInference, 5, "model not ready", ErrorCode.ModelNotReady, 503)
        {
            Header = (RetryAfter, "1"), Says = "is waiting", Provoke = rig => rig.TroubleInternalAsync(RawRequest.Post("/v2/models/absent/infer", "{}")),
        },
        new(OpenInference, 6, "server draining", ErrorCode.Draining, 503)
        {
            Header = (RetryAfter, "1"), Provoke = _ => StatusRig.ToDrainingAsync(host => RawRequest.Post("/v2/models/slow/infer", SlowModel.Quick).SendAsync(host.InternalUrl)),
        },
        new(OpenInference, 6, "server draining, asked whether ready", ErrorCode.Draining, 503)
        {
            Header = (RetryAfter, "1"), Provoke = _ => StatusRig.ToDrainingAsync(host => RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)),
        },
        new(OpenInference, 7, "ready probe false", ErrorCode.ModelNotReady, 503)
        {
            Header = (RetryAfter, "1"), Says = "tests.absent is waiting", Paths = ["", "", ""], Provoke = rig => rig.TroubleInternalAsync(RawRequest.Get("/v2/health/ready")),
        },
        new(OpenInference, 7, "model's ready probe false", ErrorCode.ModelNotReady, 503)
        {
            Header = (RetryAfter, "1"), Says = "tests.broken is failed", Provoke = rig => rig.TroubleInternalAsync(RawRequest.Get("/v2/models/broken/ready")),
        },
        V2(8, "malformed JSON", ErrorCode.MalformedRequest, 400, """{"inputs":nothing}""", "byte 10"),
        V2To(8, "JSON cut off by its length", ErrorCode.MalformedRequest, 400, RawRequest.Post(Infer, """{"inputs":[]}""").With("Inference-Header-Content-Length", "5"), "says that 5 bytes are JSON"),
        V2To(8, "bytes of a tensor without the JSON's length", ErrorCode.MalformedRequest, 400, RawRequest.Post(Infer, [.. """{"inputs":[]}"""u8, 0, 1], "application/octet-stream"), "all of the body is read as JSON"),
        V2(9, "missing input", ErrorCode.InvalidInput, 400, """{"inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":[1]}]}""", "missing required input 'b'", "inputs"),
        V2(10, "unknown input name", ErrorCode.InvalidInput, 400, Sum("FP32", "[1]", "[1]").Replace("\"a\"", "\"A\""), "'A'", "inputs[0].name", "inputs"),
        V2(11, "dtype mismatch", ErrorCode.InvalidInput, 400, Sum("INT32", "[1]", "[1]"), "expected FP32, found INT32", "inputs[0].datatype"),
        V2(12, "shape mismatch, and other data", ErrorCode.InvalidInput, 400, Sum("INT32", "[2,1]", "[1]"), "expected FP32, found INT32 for input 'a'; inputs[0].shape: expected shape [-1] (-1: any number), got [2,1]", "inputs[0].data", "inputs[0].datatype", "inputs[0].shape"),
        V2(12, "shape mismatch", ErrorCode.InvalidInput, 400, Sum("FP32", "[2,1]", "[1,2]"), "expected shape [-1] (-1: any number), got [2,1]", "inputs[0].shape"),
        V2(13, "data count is not the shape's", ErrorCode.InvalidInput, 400, Sum("FP32", "[3]", "[1,2]"), "got 2", "inputs[0].data"),
        V2(14, "negative dim", ErrorCode.InvalidInput, 400, Sum("FP32", "[-1]", "[1]"), "got -1", "inputs[0].shape"),
        Echo(15, "int out of range", "INT8", "[1,128]", ErrorCode.InvalidInput, 400, "128 is out of range for INT8", "inputs[0].data[1]"),
        Echo(16, "FP16 in JSON", "FP16", "[1,2.5]", null, 200),
        Echo(16, "BF16 in JSON", "BF16", "[1,2.5]", null, 200),
        Echo(17, "NaN and infinities in JSON", "FP32", """[NaN,"-Infinity"]""", null, 200, "\"NaN\",\"-Infinity\""),
        new(OpenInference, 18, "zero-size tensor", null, 200)
        {
            Says = "\"data\":[]", Provoke = rig => rig.InferAsync("echo-fp32", """{"inputs":[{"name":"x","datatype":"FP32","shape":[0,3],"data":[]}]}"""),
        },
        new(OpenInference, 18, "zero-size tensor with data", ErrorCode.InvalidInput, 400)
        {
            Paths = ["inputs[0].data"], Provoke = rig => rig.InferAsync("echo-fp32", """{"inputs":[{"name":"x","datatype":"FP32","shape":[0,3],"data":[1]}]}"""),
        },
        new(OpenInference, 19, "batch over the largest", ErrorCode.InvalidInput, 400)
        {
            Says = "at most 2 rows", Paths = ["inputs[0].shape", "inputs[1].shape"],
            Provoke = rig => rig.InferAsync("batched", """{"inputs":[{"name":"a","datatype":"FP32","shape":[3],"data":[1,2,3]},{"name":"b","datatype":"FP32","shape":[3],"data":[1,2,3]}]}"""),
        },
        new(OpenInference, 20, "queue full", ErrorCode.QueueFull, 429)
        {
            Header = (RetryAfter, "1"), Provoke = _ => StatusRig.ToFullQueueAsync(host => RawRequest.Post("/v2/models/slow/infer", SlowModel.Quick).SendAsync(host.InternalUrl)),
        },
        new(OpenInference, 20, "queue timeout", ErrorCode.DeadlineExceeded, 504)
        {
            Says = "queue.timeout", Provoke = _ => StatusRig.ToBusySlotAsync(host => RawRequest.Post("/v2/models/slow/infer", SlowModel.Quick).SendAsync(host.InternalUrl)),
        },
        Pending(OpenInference, 20, "queue full and queue timeout over gRPC, see the tests of its clients", null, 0, "nothing: it is not asked for over HTTP"),
        V2To(21, "too large", ErrorCode.BodyTooLarge, 413, RawRequest.Post(Infer, "{").With("Content-Length", "1099511627776"), "67108864"),
        V2To(22, "wrong content type", ErrorCode.UnsupportedMediaType, 415, RawRequest.Post(Infer, "{}"u8.ToArray(), "text/xml"), "application/octet-stream"),
        new(OpenInference, 23, "model fails while running", ErrorCode.ModelFailed, 500)
        {
            Says = "99", Provoke = rig => rig.InferAsync("pick", """{"inputs":[{"name":"index","datatype":"INT64","shape":[1],"data":[99]}]}"""),
        },
        new(OpenInference, 23, "a Python function raises an error", ErrorCode.ModelFailed, 500)
        {
            Says = "LookupError: nothing there",
            Provoke = rig => rig.TroubleInternalAsync(RawRequest.Post("/v2/models/careless/infer", Raise("BYTES", "\"shape\":[1],", "[\"nothing there\"]"))),
        },
    ];

    private static IEnumerable<StatusCase> OtherCodes() =>
    [
        new(Other, 1, "POST without /predict", ErrorCode.MethodNotAllowed, 405) { Header = ("Allow", "GET"), Says = "predictions are POST /tests/sum/predict", Provoke = rig => rig.PublicAsync(RawRequest.Post("/tests/sum", "{}")) },
        new(Other, 1, "predict by GET", ErrorCode.MethodNotAllowed, 405) { Header = ("Allow", "POST"), Provoke = rig => rig.PublicAsync(RawRequest.Get("/tests/sum/predict")) },
        V2To(1, "infer by GET", ErrorCode.MethodNotAllowed, 405, RawRequest.Get(Infer)) with { Table = Other, Header = ("Allow", "POST") },
        V2To(1, "metadata by POST", ErrorCode.MethodNotAllowed, 405, RawRequest.Post("/v2/models/sum", "{}")) with { Table = Other, Header = ("Allow", "GET") },
        new(Other, 2, "body too slow", ErrorCode.BodyTooSlow, 408) { Provoke = rig => rig.PublicAsync(RawRequest.Post("/tests/hasty/predict", "{").With("Content-Length", "10")) },
        new(Other, 3, "what is not served", ErrorCode.NotSupported, 400)
        {
            Paths = ["parameters.sequence_id"], Provoke = rig => rig.InferAsync("sum", Sum("FP32", "[1]", "[1]").Replace("{\"inputs\"", "{\"parameters\":{\"sequence_id\":7},\"inputs\"")),
        },
        new(Other, 4, "loading what cannot be", ErrorCode.ModelUnloadable, 503) { Provoke = rig => rig.TroubleInternalAsync(RawRequest.Post("/v2/repository/models/broken/load", "{}")) },
        new(Other, 4, "loading where it is off", ErrorCode.Forbidden, 403) { Says = "--repository-control", Provoke = rig => rig.InternalAsync(RawRequest.Post("/v2/repository/models/sum/load", "{}")) },
        new(Other, 5, "an output that breaks the signature, by predict", ErrorCode.InvalidOutput, 500)
        {
            Says = "did not give output 'y'", Provoke = rig => rig.TroublePublicAsync(RawRequest.Post("/tests/careless/predict", """{"inputs":[]}""")),
        },
        new(Other, 5, "an output that breaks the signature", ErrorCode.InvalidOutput, 500)
        {
            Says = "did not give output 'y'", Provoke = rig => rig.TroubleInternalAsync(RawRequest.Post("/v2/models/careless/infer", """{"inputs":[]}""")),
        },
        Pending(Other, 6, "the caller left: counted and not answered, see the overload tests", ErrorCode.CallerGone, 499, "nothing: nobody reads it"),
        Pending(Other, 6, "a bug of ours", ErrorCode.Internal, 500, "nothing: it cannot be asked for"),
    ];

    private static StatusCase V2(int line, string what, ErrorCode code, int status, string body, string says, params string[] paths) =>
        new(OpenInference, line, what, code, status) { Says = says, Paths = paths, Provoke = rig => rig.InferAsync("sum", body) };

    private static StatusCase V2To(int line, string what, ErrorCode code, int status, RawRequest request, string says = "") =>
        new(OpenInference, line, what, code, status) { Says = says, Provoke = rig => rig.InternalAsync(request) };

    private static StatusCase Echo(int line, string what, string type, string data, ErrorCode? code, int status, string says = "", params string[] paths) =>
        new(OpenInference, line, what, code, status)
        {
            Says = says,
            Paths = paths,
            Provoke = rig => rig.InferAsync($"echo-{type.ToLowerInvariant()}", $$"""{"inputs":[{"name":"x","datatype":"{{type}}","shape":[2],"data":{{data}}}]}"""),
        };
}
