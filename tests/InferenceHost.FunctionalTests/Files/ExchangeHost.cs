using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>
/// A host with a Python component that exchanges files of box <c>users</c>: behind path <c>closed</c> for user <c>bob</c>, behind <c>open</c> for everybody; and another, behind <c>full</c>,
/// whose box holds 1000 bytes and whose requests last 5 s at most. Where the boxes lie is the subclass's.
/// </summary>
public abstract class ExchangeHost : IFilesHost, IAsyncLifetime
{
    private const string Body = """
        '''Copies a file in capitals.

        :param inputs.x: what to copy
        :type inputs.x: FILE
        :param inputs.how: how to behave
        :type inputs.how: str
        :param outputs.y: the copy
        :type outputs.y: FILE
        :param outputs.z: 2000 bytes, where how is pair
        :type outputs.z: FILE, optional
        '''
        given = {item["name"]: item for item in inputs}
        how, source, target = given["how"]["data"], given["x"]["data"], output_fields[0]["data"]
        with open(source) as file:
            text = file.read()
        folder = os.path.dirname(target)
        if how == "raise":
            raise ValueError("no")
        if how == "hang":
            os.symlink(text, os.path.join(folder, "elsewhere"))
            while True:
                time.sleep(1)
        text = text.upper()
        if how == "large":
            text = "a" * (24 << 20)
        if how in ("copy", "large", "pair", "odd name", "deep"):
            with open(target, "w") as file:
                file.write(text)
        if how == "link":
            os.symlink("/etc/hostname", target)
        elif how == "linked folder":
            os.symlink("/etc", os.path.join(folder, "etc"))
            target = os.path.join(folder, "etc", "hostname")
        elif how == "pipe":
            os.mkfifo(target)
        elif how == "outside":
            target = "/etc/hostname"
        elif how == "folder":
            os.mkdir(target)
        elif how == "odd name":
            open(os.path.join(folder.encode(), b"\xff\xfe"), "w").close()
        elif how == "deep":
            before = os.getcwd()
            os.chdir(folder)
            for _ in range(60):
                os.mkdir("d" * 200)
                os.chdir("d" * 200)
            os.chdir(before)
        made = [{"name": "y", "datatype": "FILE", "content_type": "text/plain", "data": target, "shape": [1]}]
        if how == "pair":
            with open(output_fields[1]["data"], "w") as file:
                file.write("x" * 2000)
            made.append({"name": "z", "datatype": "FILE", "data": output_fields[1]["data"]})
        return made, model
        """;

    private readonly ManifestFolder folder = new();
    private readonly TempFolder data = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        WriteManifests(folder);
        var start = await StartOfAsync(folder);
        host = await HostProcess.StartAsync(start with { Data = data.FullPath, Options = [.. start.Options, .. PythonFolder.Options] }, CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
        data.Dispose();
    }

    /// <summary>A prediction of Bob's.</summary>
    public Task<RawResponse> PredictAsync(string body, string path = "closed") =>
        RawRequest.Post($"/tests/{path}/predict", body).As(FilesHost.Bob, FilesHost.Password).SendAsync(Host.PublicUrl);

    public async Task PutAsync(string path, string text, string box = "users") => (await this.AskAsync("POST", $"{box}/{path}", text)).Status.ShouldBe(201);

    /// <summary>A file of Bob's.</summary>
    public async Task<string> ReadAsync(string path) => (await Host.DownloadAsync($"users/{path}")).Text;

    /// <summary>What lies in folders of requests.</summary>
    public string[] LeftFiles() => [.. Directory.GetDirectories(data["exchange"], "tmp", SearchOption.AllDirectories).SelectMany(Directory.GetFileSystemEntries)];

    /// <summary>Whether a function has written a file of the name that is still to be stored.</summary>
    public bool HasWritten(string name) => Directory.GetFiles(data["exchange"], name, SearchOption.AllDirectories).Length > 0;

    /// <summary>All but where the boxes lie, which is the default store.</summary>
    internal static void WriteManifests(ManifestFolder folder)
    {
        folder.AddPython("copy", Body, "fileExchange: { fileBox: io, inferenceFilesPath: /home/copy/tmp }\nconcurrency: 2", "connectedBoxes: [ { name: io, copyS3Box: { s3BoxName: users } } ]", "import os, time");
        folder.AddPython("tiny", Body, "fileExchange: { fileBox: io, inferenceFilesPath: /home/tiny/tmp }\nrequestTimeout: 5s", "connectedBoxes: [ { name: io, copyS3Box: { s3BoxName: little } } ]", "import os, time");
        folder.Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.Box("little", "s3DefaultStorage: { capacity: 1000 }") + FilesHost.Api("tiny", "full", "basic: { credentials: people }") + FilesHost.FileApi + FilesHost.Users + FilesHost.Api("copy", "closed", "basic: { credentials: people }") + FilesHost.Api("copy", "open", "anonymous: {}"));
    }

    /// <summary>How the host is started; its manifests are written already.</summary>
    private protected abstract Task<HostStart> StartOfAsync(ManifestFolder manifests);
}
