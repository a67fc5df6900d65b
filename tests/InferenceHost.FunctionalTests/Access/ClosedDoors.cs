using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;

[assembly: AssemblyFixture(typeof(Inference.InferenceHost.FunctionalTests.Access.ClosedDoors))]

namespace Inference.InferenceHost.FunctionalTests.Access;

/// <summary>
/// A host with what nobody may reach on its public listener, all in namespace <c>tests</c>: <c>hidden</c>, without an API; <c>drafted</c>, whose API is not published; <c>guarded</c>,
/// whose API has users. Only <c>open</c> is for everybody.
/// </summary>
public sealed class ClosedDoors : IAsyncLifetime
{
    public const string Sum = """{"inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":[1]},{"name":"b","datatype":"FP32","shape":[1],"data":[2]}]}""";

    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        var model = TestModels.PathOf("sum");
        folder.Add("tests", "open", model);
        foreach (var name in (string[])["hidden", "drafted", "guarded"])
            folder.AddUnpublished("tests", name, model);
        folder.Write("doors.yaml", FilesHost.Users + FilesHost.Api("guarded", "guarded", "basic: { credentials: people }") + """
            apiVersion: unified-platform.cs.hse.ru/v1
            kind: APIComponent
            metadata: { name: drafted-api, namespace: tests }
            spec:
              published: false
              mlComponent: { name: drafted }
              restfulApi: { path: drafted, auth: { anonymous: {} } }
            """);
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>How often a component was run by requests.</summary>
    public async Task<ulong> RunsAsync(string component)
    {
        var answer = await RawRequest.Get($"/v2/models/tests.{component}/stats").SendAsync(Host.InternalUrl);
        return answer.Json.GetProperty("model_stats")[0].GetProperty("inference_stats").GetProperty("success").GetProperty("count").GetUInt64();
    }
}
