using Inference.Testing.Hosts;

[assembly: AssemblyFixture(typeof(Inference.InferenceHost.FunctionalTests.ModelsHost))]

namespace Inference.InferenceHost.FunctionalTests;

/// <summary>
/// One host with many models for all tests that only ask. Every model has an open API of its name in namespace <c>tests</c>; <c>twin</c> is in the
/// namespaces <c>left</c> and <c>right</c>.
/// </summary>
public sealed class ModelsHost : IAsyncLifetime
{
    private static readonly string[] Models =
    [
        "digits", "sum", "pick", "scale", "shapes", "large", "zipmap-string", "echo-bool", "echo-uint8", "echo-uint16", "echo-uint32", "echo-uint64", "echo-int8", "echo-int16",
        "echo-int32", "echo-int64", "echo-fp16", "echo-bf16", "echo-fp32", "echo-fp64", "echo-bytes",
    ];

    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public Uri Public => Host.PublicUrl;

    public Uri Internal => Host.InternalUrl;

    public async ValueTask InitializeAsync()
    {
        foreach (var model in Models)
            folder.Add("tests", model, TestModels.PathOf(model));
        folder.Add("left", "twin", TestModels.PathOf("sum")).Add("right", "twin", TestModels.PathOf("sum"));
        folder.Add("tests", "hasty", TestModels.PathOf("slow"), "concurrency: 1\nqueue: { maxLength: 1 }\nrequestTimeout: 300ms\nwarmup: { enabled: false }");
        folder.Add("tests", "batched", TestModels.PathOf("sum"), "batching: { maxBatchSize: 2 }");
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }

    public Task<RawResponse> PredictAsync(string model, string body) => RawRequest.Post($"/tests/{model}/predict", body).SendAsync(Public);

    public Task<RawResponse> InferAsync(string model, string body) => RawRequest.Post($"/v2/models/{model}/infer", body).SendAsync(Internal);
}
