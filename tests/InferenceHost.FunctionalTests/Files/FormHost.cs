using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>
/// A host with the Python component <c>tell</c>, which says of each file it is given what it is called, what it is and how it begins, and exchanges no files with a box; behind
/// <c>tell</c> for everybody, behind <c>tight</c> with narrow limits. <c>brief</c> waits for a second.
/// </summary>
public sealed class FormHost : IAsyncLifetime
{
    private const string Body = """
        '''Says what it is given.

        :param inputs.file: one
        :type inputs.file: FILE
        :param inputs.file1: another
        :type inputs.file1: FILE, optional
        :param inputs.note: anything
        :type inputs.note: str, optional
        :param outputs.told: what it is given
        :type outputs.told: dict
        '''
        told = {}
        for item in inputs:
            if item["datatype"] == "FILE":
                with open(item["data"], "rb") as file:
                    told[item["name"]] = [os.path.basename(item["data"]), item["content_type"], os.path.getsize(item["data"]), file.read(100).decode("latin-1")]
            elif item["data"] == "raise":
                raise ValueError("no")
        return [{"name": "told", "datatype": "dict", "data": told}], model
        """;

    private readonly ManifestFolder folder = new();
    private readonly TempFolder data = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        folder.AddPython("tell", Body, before: "import os").AddPython("brief", Body, "requestTimeout: 1s", before: "import os");
        folder.Write("tight.yaml", """
            apiVersion: unified-platform.cs.hse.ru/v1
            kind: APIComponent
            metadata: { name: tight-api, namespace: tests }
            spec:
              mlComponent: { name: tell }
              restfulApi: { path: tight, limits: { maxBodyBytes: 1000, maxUploadBytes: 3000 } }
            """);
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath, Options = PythonFolder.Options }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
        data.Dispose();
    }

    /// <summary>What lies in folders of requests.</summary>
    public string[] LeftFiles() => [.. Directory.GetDirectories(data["exchange"]).SelectMany(Directory.GetFileSystemEntries)];

    /// <summary>Waits until nothing does: a caller who left is noticed in a while.</summary>
    public Task NothingLeftAsync() => Condition.HoldsAsync(() => LeftFiles().Length == 0, () => string.Join(',', LeftFiles()));

    /// <summary>Waits until a part is being written.</summary>
    public Task SomethingThereAsync() => Condition.HoldsAsync(() => Directory.GetFiles(data["exchange"], "*", SearchOption.AllDirectories).Any(file => file.Contains("/parts/", StringComparison.Ordinal)), () => "nothing was begun");
}
