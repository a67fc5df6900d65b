using Inference.Contracts;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>The table "Errors" of predict.</summary>
internal static partial class StatusCases
{
    private const string RetryAfter = "Retry-After";
    private const string Challenge = "Basic realm=\"tests\", charset=\"UTF-8\"";

    private static IEnumerable<StatusCase> PredictErrors() =>
    [
        Predict(1, "malformed JSON", ErrorCode.MalformedRequest, 400, """{"inputs":[""", "byte 11"),
        Predict(1, "no body", ErrorCode.MalformedRequest, 400, ""),
        Predict(1, "unknown input", ErrorCode.InvalidInput, 400, """{"inputs":[{"name":"z","datatype":"FP32","data":[1]},{"name":"b","datatype":"FP32","data":[1]},{"name":"a","datatype":"FP32","data":[1]}]}""", "'z'", "inputs[0].name"),
        Predict(1, "wrong type", ErrorCode.InvalidInput, 400, Sum("FP64", "[1]", "[1]"), "expected FP32, found FP64", "inputs[0].datatype"),
        Predict(1, "wrong size", ErrorCode.InvalidInput, 400, Sum("FP32", "[1,3]", "[1,2,3,4]"), "got 4", "inputs[0].data", "inputs[0].shape"),
        Predict(1, "wrong shape", ErrorCode.InvalidInput, 400, Sum("FP32", "[1,1]", "[1]"), "expected shape [-1] (-1: any number), got [1,1]", "inputs[0].shape"),
        new(Errors, 1, "a FILE that is not in the box", ErrorCode.FileNotFound, 400)
        {
            Says = "file 'scans/none.png' is not in the box", Paths = ["inputs[0].data"],
            Provoke = rig => rig.FilesPublicAsync(Keep("kept", """{"name":"x","datatype":"FILE","data":"scans/none.png"}""")),
        },
        new(Errors, 1, "a FILE, of a component that exchanges none", ErrorCode.InvalidInput, 400)
        {
            Says = "exchanges no files", Paths = ["output_fields[0]"],
            Provoke = rig => rig.TroublePublicAsync(RawRequest.Post("/tests/careless/predict", """{"inputs":[],"output_fields":[{"name":"z","datatype":"FILE"}]}""")),
        },
        new(Errors, 2, "missing credentials", ErrorCode.Unauthenticated, 401)
        {
            Header = ("WWW-Authenticate", Challenge), Says = "send a user name and password", Provoke = rig => rig.FilesPublicAsync(RawRequest.Post("/tests/guarded/predict", "{}")),
        },
        new(Errors, 2, "wrong credentials", ErrorCode.Unauthenticated, 401)
        {
            Header = ("WWW-Authenticate", Challenge), Provoke = rig => rig.FilesPublicAsync(RawRequest.Post("/tests/guarded/predict", "{}").As("bob", "wrong")),
        },
        new(Errors, 2, "a user without access", ErrorCode.Forbidden, 403) { Says = "carol", Provoke = rig => rig.WithTokenAsync("few", "carol") },
        new(Errors, 2, "an issuer that cannot be reached", ErrorCode.IssuerUnreachable, 503) { Header = ("Retry-After", "5"), Provoke = rig => rig.WithTokenAsync("orphan", "bob") },
        new(Errors, 3, "no such API", ErrorCode.NotFound, 404) { Provoke = rig => rig.PublicAsync(RawRequest.Post("/tests/nothing/predict", "{}")) },
        new(Errors, 3, "unpublished API", ErrorCode.NotFound, 404) { Provoke = rig => rig.TroublePublicAsync(RawRequest.Post("/tests/hidden/predict", "{}")) },
        new(Errors, 4, "body over the limit", ErrorCode.BodyTooLarge, 413)
        {
            Says = "67108864", Provoke = rig => rig.PublicAsync(RawRequest.Post("/tests/sum/predict", "{").With("Content-Length", $"{(64 << 20) + 1}")),
        },
        new(Errors, 5, "rate limit", ErrorCode.RateLimited, 429) { Says = "more requests", Header = ("RateLimit-Policy", "\"default\";q=2;w=200"), Provoke = rig => rig.UntilRefusedAsync("often") },
        new(Errors, 5, "queue full", ErrorCode.QueueFull, 429)
        {
            Header = (RetryAfter, "1"), Says = "1 wait", Provoke = _ => StatusRig.ToFullQueueAsync(host => Quick().SendAsync(host.PublicUrl)),
        },
        Predict(6, "the adapter raised an error", ErrorCode.ModelFailed, 500, """{"inputs":[{"name":"index","datatype":"INT64","data":[99]}]}""", "99") with
        {
            Provoke = rig => rig.PredictAsync("pick", """{"inputs":[{"name":"index","datatype":"INT64","data":[99]}]}"""),
        },
        new(Errors, 6, "a Python function raised an error", ErrorCode.ModelFailed, 500)
        {
            Says = "LookupError: nothing there", Provoke = rig => rig.TroublePublicAsync(RawRequest.Post("/tests/careless/predict", Raise("str", "", "\"nothing there\""))),
        },
        new(Errors, 7, "model waiting", ErrorCode.ModelNotReady, 503)
        {
            Header = (RetryAfter, "1"), Says = "is waiting: its model is not in its box yet", Provoke = rig => rig.TroublePublicAsync(RawRequest.Post("/tests/absent/predict", "{}")),
        },
        new(Errors, 7, "model loading", ErrorCode.ModelNotReady, 503)
        {
            Header = (RetryAfter, "1"), Says = "is loading", Provoke = _ => StatusRig.ToLoadingAsync(host => Quick().SendAsync(host.PublicUrl)),
        },
        new(Errors, 7, "model failed", ErrorCode.ModelNotReady, 503)
        {
            Header = (RetryAfter, "1"), Says = "is failed: its model could not be loaded\"", Provoke = rig => rig.TroublePublicAsync(RawRequest.Post("/tests/broken/predict", "{}")),
        },
        new(Errors, 7, "draining", ErrorCode.Draining, 503)
        {
            Header = (RetryAfter, "1"), Says = "shutting down", Provoke = _ => StatusRig.ToDrainingAsync(host => Quick().SendAsync(host.PublicUrl)),
        },
        new(Errors, 8, "over requestTimeout", ErrorCode.DeadlineExceeded, 504) { Says = "within the component's requestTimeout", Provoke = rig => rig.PredictAsync("hasty", SlowModel.Endless) },
        new(Errors, 9, "the store is unreachable", ErrorCode.StoreUnreachable, 502)
        {
            Says = "could not be reached", Provoke = rig => rig.FilesPublicAsync(Keep("lost", """{"name":"x","datatype":"FILE","data":"scans/one.png"}""")),
        },
        new(Errors, 9, "the store is unreachable when the output comes", ErrorCode.StoreUnreachable, 502) { Says = "could not be reached", Provoke = rig => rig.FilesPublicAsync(Keep("lost", "")) },
        new(Errors, 9, "the store is full", ErrorCode.StoreFull, 507) { Says = "capacity is used up", Provoke = rig => rig.FilesPublicAsync(Keep("kept", "")) },
    ];

    private static StatusCase Predict(int line, string what, ErrorCode code, int status, string body, string says = "", params string[] paths) =>
        new(Errors, line, what, code, status) { Says = says, Paths = paths, Provoke = rig => rig.PredictAsync("sum", body) };

    private static RawRequest Keep(string path, string input) =>
        RawRequest.Post($"/tests/{path}/predict", $$"""{"inputs":[{{input}}],"output_fields":[{"name":"y","datatype":"FILE","data":"done/y"}]}""").As(FilesHost.Bob, FilesHost.Password);

    private static RawRequest Quick() => RawRequest.Post("/tests/slow/predict", SlowModel.Quick);

    private static string Raise(string type, string shape, string data) => $$"""{"inputs":[{"name":"raised","datatype":"{{type}}",{{shape}}"data":{{data}}}]}""";

    private static string Sum(string type, string shape, string data) =>
        $$"""{"inputs":[{"name":"a","datatype":"{{type}}","shape":{{shape}},"data":{{data}}},{"name":"b","datatype":"FP32","shape":[1],"data":[1]}]}""";
}
