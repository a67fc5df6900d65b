using System.Text;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>A host with a Python component that exchanges files of box <c>users</c>: behind path <c>copy</c> for user <c>bob</c>, behind <c>open</c> for everybody.</summary>
public sealed class ExchangeHost : IAsyncLifetime
{
    private const string Body = """
        '''Copies a file in capitals.

        :param inputs.x: what to copy
        :type inputs.x: FILE
        :param inputs.how: how to behave
        :type inputs.how: str
        :param outputs.y: the copy
        :type outputs.y: FILE
        '''
        given = {item["name"]: item for item in inputs}
        how, source, target = given["how"]["data"], given["x"]["data"], output_fields[0]["data"]
        with open(source) as file:
            text = file.read().upper()
        folder = os.path.dirname(target)
        if how == "raise":
            raise ValueError("no")
        if how == "copy":
            with open(target, "w") as file:
                file.write(text)
        elif how == "link":
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
        return [{"name": "y", "datatype": "FILE", "content_type": "text/plain", "data": target, "shape": [1]}], model
        """;

    private readonly ManifestFolder folder = new();
    private readonly TempFolder data = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        folder.AddPython("copy", Body, "fileExchange: { fileBox: io, inferenceFilesPath: /home/copy/tmp }\nconcurrency: 2", "connectedBoxes: [ { name: io, copyS3Box: { s3BoxName: users } } ]", "import os");
        folder.Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi + FilesHost.Users + FilesHost.Api("copy", "closed", "basic: { credentials: people }") + FilesHost.Api("copy", "open", "anonymous: {}"));
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath, Options = PythonFolder.Options }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
        data.Dispose();
    }

    /// <summary>A prediction of Bob's.</summary>
    public Task<RawResponse> AskAsync(string body) =>
        RawRequest.Post("/tests/closed/predict", body).As(FilesHost.Bob, FilesHost.Password).SendAsync(Host.PublicUrl);

    /// <summary>A request of Bob's to the file API.</summary>
    public Task<RawResponse> AskAsync(string method, string path, string body = "") =>
        new RawRequest(method, $"/tests/files/users/{path}") { Body = Encoding.UTF8.GetBytes(body) }.As(FilesHost.Bob, FilesHost.Password).SendAsync(Host.PublicUrl);

    public async Task PutAsync(string path, string text) => (await AskAsync("POST", path, text)).Status.ShouldBeOneOf(200, 201);

    /// <summary>A file of Bob's, as it lies in the box.</summary>
    public Task<string> ReadAsync(string path) => File.ReadAllTextAsync(data[$"boxes/tests/users/users/bob/file_groups/{path}"]);

    /// <summary>What lies in folders of requests.</summary>
    public string[] LeftFiles() => Directory.GetFileSystemEntries(data["exchange/tests.copy/home/copy/tmp"]);
}
