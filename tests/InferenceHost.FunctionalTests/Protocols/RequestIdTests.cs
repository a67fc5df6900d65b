using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

public sealed class RequestIdTests(ModelsHost host)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Good = """{"inputs":[{"name":"x","datatype":"INT8","shape":[1],"data":[1]}]}""";

    [Theory]
    [InlineData("my-id_1.2", null, "my-id_1.2")]
    [InlineData(null, $"00-{Trace}-00f067aa0ba902b7-01", Trace)]
    [InlineData("first", $"00-{Trace}-00f067aa0ba902b7-01", "first")]
    [InlineData("not safe!", $"00-{Trace}-00f067aa0ba902b7-01", Trace)]
    [InlineData("no\"t\\safe", null, null)]
    [InlineData(null, "00-00000000000000000000000000000000-00f067aa0ba902b7-01", null)]
    [InlineData(null, null, null)]
    public async Task Answer_Header_IsTheCallersOrNew(string? id, string? traceparent, string? expected)
    {
        foreach (var (url, request) in Requests())
        {
            var asked = id is null ? request : request.With("X-Request-Id", id);
            var answer = await (traceparent is null ? asked : asked.With("traceparent", traceparent)).SendAsync(url);
            var echoed = answer.Header("X-Request-Id").ShouldNotBeNull();
            if (expected is not null)
                echoed.ShouldBe(expected);
            else
                echoed.Length.ShouldBe(26);
            if (answer.Status >= 400)
                answer.Json.GetProperty("request_id").GetString().ShouldBe(echoed);
        }
    }

    [Fact]
    public async Task Answer_NoIdGiven_IsADifferentOneEachTime()
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        var ids = new HashSet<string>();
        for (var i = 0; i < 20; i++)
            ids.Add((await connection.ExchangeAsync(RawRequest.Post("/tests/echo-int8/predict", Good))).Header("X-Request-Id")!);
        ids.Count.ShouldBe(20);
    }

    private IEnumerable<(Uri Url, RawRequest Request)> Requests() =>
    [
        (host.Public, RawRequest.Post("/tests/echo-int8/predict", Good)), (host.Public, RawRequest.Post("/tests/echo-int8/predict", "{")),
        (host.Public, RawRequest.Post("/nothing/here/predict", "{}")), (host.Public, RawRequest.Get("/tests/echo-int8/predict")),
        (host.Internal, RawRequest.Post("/v2/models/echo-int8/infer", Good)), (host.Internal, RawRequest.Post("/v2/models/echo-int8/infer", "{")),
        (host.Internal, RawRequest.Get("/v2/models/nothing")), (host.Internal, RawRequest.Get("/status")), (host.Internal, RawRequest.Get("/metrics")),
    ];
}
