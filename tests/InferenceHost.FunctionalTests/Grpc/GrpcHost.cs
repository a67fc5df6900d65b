using Inference.Testing.Hosts;

[assembly: AssemblyFixture(typeof(Inference.InferenceHost.FunctionalTests.Grpc.GrpcHost))]

namespace Inference.InferenceHost.FunctionalTests.Grpc;

/// <summary>One host for all gRPC clients: models by themselves, and <c>sum</c> behind APIs of namespace <c>tests</c> that are called by what is particular about each. Repository control is on.</summary>
public sealed class GrpcHost : IAsyncLifetime
{
    private static readonly string[] Models =
    [
        "echo-bool", "echo-uint8", "echo-uint16", "echo-uint32", "echo-uint64", "echo-int8", "echo-int16", "echo-int32", "echo-int64", "echo-fp16", "echo-bf16", "echo-fp32", "echo-fp64", "echo-bytes",
    ];

    private const string Secret = """
        apiVersion: v1
        kind: Secret
        metadata: { name: people, namespace: tests }
        stringData: { bob: correct horse }
        ---

        """;

    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        foreach (var model in Models)
            folder.AddUnpublished("tests", model, TestModels.PathOf(model));
        folder.AddUnpublished("tests", "slow", TestModels.PathOf("slow"), "concurrency: 1\nrequestTimeout: 2m\nwarmup: { enabled: false }");
        folder.AddUnpublished("tests", "narrow", TestModels.PathOf("slow"), "concurrency: 1\nqueue: { maxLength: 1, timeout: 1s }\nrequestTimeout: 2m\nwarmup: { enabled: false }");
        folder.AddUnpublished("tests", "wide", TestModels.PathOf("echo-fp32"), "concurrency: 1\nqueue: { maxLength: 1 }\nwarmup: { enabled: false }");
        foreach (var name in (string[])["sum", "idle", "watched"])
            folder.AddUnpublished("tests", name, TestModels.PathOf("sum"));
        folder.AddUnpublished("left", "twin", TestModels.PathOf("sum")).AddUnpublished("right", "twin", TestModels.PathOf("sum"));
        folder.Write("apis.yaml", Secret + Api("open", "auth: { anonymous: {} }") + Api("closed", "auth: { basic: { credentials: people } }")
            + Api("small", "auth: { anonymous: {} }, limits: { maxBodyBytes: 1Ki }") + Api("rare", "auth: { anonymous: {} }, limits: { requestsPerSecond: 0.01, burst: 1 }"));
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--repository-control"] }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }

    private static string Api(string path, string restful) => $"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: {"{"} name: {path}-api, namespace: tests {"}"}
        spec:
          mlComponent: {"{"} name: sum {"}"}
          restfulApi: {"{"} path: {path}, {restful} {"}"}
        ---

        """;
}
