using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>
/// A host where much is amiss: <c>tests.absent</c> waits for its model, <c>tests.broken</c> has half of one, the Python function <c>tests.careless</c> raises
/// what it is told or gives nothing of what it promises, and every document of <see cref="Documents"/> is not served. Repository control is on.
/// </summary>
public sealed class TroubleHost : IAsyncLifetime
{
    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    /// <summary>Documents that are not served, by file name.</summary>
    internal static IReadOnlyDictionary<string, TroubleDocument> Documents { get; } = TroubleDocument.All.ToDictionary(document => document.File);

    public async ValueTask InitializeAsync()
    {
        folder.Add("tests", "sum", TestModels.PathOf("sum"));
        folder.AddUnpublished("tests", "idle", TestModels.PathOf("sum"));
        folder.Write("tests.absent.yaml", ManifestFolder.Component("tests", "absent") + ManifestFolder.Api("tests", "absent"));
        folder.Add("tests", "broken", TestModels.PathOf("digits"));
        var model = await File.ReadAllBytesAsync(TestModels.PathOf("digits"));
        folder.PutModel("tests.broken", model[..(model.Length / 2)]);
        folder.AddPython("careless", """
            '''Promises much.

            :param inputs.raised: a message
            :type inputs.raised: str, optional
            :param outputs.y: a number
            :type outputs.y: FP64
            :param outputs.z: a picture
            :type outputs.z: FILE, optional
            '''
            if inputs:
                raise LookupError(inputs[0]["data"])
            return [], model
            """,
            "warmup: { enabled: false }");
        folder.Write("hidden.yaml", ManifestFolder.Api("tests", "sum", "hidden").Replace("spec:", "spec:\n  published: false", StringComparison.Ordinal).Replace("sum-api", "hidden-api", StringComparison.Ordinal));
        foreach (var document in Documents.Values)
            folder.Write(document.File, document.Yaml);
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--repository-control", .. PythonFolder.Options], UntilReady = false }, CancellationToken.None);
        await host.WaitForAsync(async () => await StateAsync("sum") == "ready" && await StateAsync("idle") == "ready" && await StateAsync("careless") == "ready" && await StateAsync("broken") == "failed", TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }

    private async Task<string?> StateAsync(string component)
    {
        var status = (await RawRequest.Get("/status").SendAsync(Host.InternalUrl)).ShouldBeOk().Json;
        return status.EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "MLComponent" && entry.GetProperty("name").GetString() == component)
            .GetProperty("state").GetString();
    }
}
