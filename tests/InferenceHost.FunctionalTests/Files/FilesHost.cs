using System.Text;
using Inference.InferenceHost.FunctionalTests.Mounts;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

[assembly: AssemblyFixture(typeof(Inference.InferenceHost.FunctionalTests.Files.FilesHost))]

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>
/// One host with users and files for all tests that only ask, all in namespace <c>tests</c>: users <c>bob</c> and <c>eve</c>; boxes <c>users</c>, <c>small</c> and <c>little</c> (1000 bytes each), <c>folder</c>
/// and <c>attacked</c> (folders of the manifests') <c>lost</c> (without its folder) and <c>gone</c> (in a store where nobody listens); a file API; and the Python function <c>tell</c>, which says its parameters, behind the paths <c>told</c> (with
/// the caller's name), <c>guarded</c> (without it) and <c>open</c> (for everybody, told that it knows nobody); and functions that leave a file of 2000 bytes, in <c>small</c> behind <c>kept</c>, in
/// <c>gone</c> behind <c>lost</c>.
/// </summary>
public sealed class FilesHost : IFilesHost, IAsyncLifetime
{
    public const string Bob = "bob";

    // a colon, a letter beyond ASCII, and what YAML and shells mean something by
    public const string Password = "a:b c#'ü\"";
    public const string EvesPassword = "9rosebud";
    private readonly ManifestFolder folder = new();
    private readonly TempFolder data = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    /// <summary>Where the boxes without a folder of their own lie.</summary>
    public string Boxes => data["boxes"];

    /// <summary>Where the box <c>folder</c> lies.</summary>
    public string Folder => Path.Combine(folder.FullPath, "shared");

    /// <summary>Where the box <c>attacked</c> lies.</summary>
    public string Attacked => Path.Combine(folder.FullPath, "attacked", "box");

    public async ValueTask InitializeAsync()
    {
        folder.AddPython("tell", """return [{"name": "told", "datatype": "dict", "data": {"parameters": parameters}}], model""", "warmup: { enabled: false }");
        AddKeeper("keep", "small");
        AddKeeper("lose", "gone");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Attacked);
        folder.Write("files.yaml", Box("users", "s3DefaultStorage: {}") + Box("small", "s3DefaultStorage: { capacity: 1000 }") + Box("little", "s3DefaultStorage: { capacity: 1000 }") + Box("folder", "folder: { path: shared }") + Box("attacked", "folder: { path: attacked/box }") + Box("lost", "folder: { path: lost }")
            + Box("gone", "s3: { endpoint: http://127.0.0.1:1, bucket: none, credentials: keys }") + StoreServer.Keys() + Api("keep", "kept", "basic: { credentials: people }") + Api("lose", "lost", "basic: { credentials: people }")
            + FileApi + Users + Api("tell", "told", "basic: { credentials: people }, identityPassThrough: true") + Api("tell", "guarded", "basic: { credentials: people }") + Api("tell", "open", "anonymous: {}, identityPassThrough: true"));
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath, Options = PythonFolder.Options }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
        data.Dispose();
    }

    private void AddKeeper(string name, string box) => folder.AddPython(
        name,
        """
        with open(output_fields[0]["data"], "w") as file:
            file.write("x" * 2000)
        return [{"name": "y", "datatype": "FILE", "data": output_fields[0]["data"]}], model
        """,
        $"fileExchange: {{ fileBox: io, inferenceFilesPath: /home/{name}/tmp }}\nwarmup: {{ enabled: false }}",
        $"connectedBoxes: [ {{ name: io, copyS3Box: {{ s3BoxName: {box} }} }} ]");

    public static string FileApi { get; } = """
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: { name: files, namespace: tests }
        spec:
          files: { enabled: true }
          restfulApi: { auth: { basic: { credentials: people } } }
        ---

        """;

    public static string Users { get; } = $"""
        apiVersion: v1
        kind: Secret
        metadata: {"{"} name: people, namespace: tests {"}"}
        stringData: {"{"} eve: {EvesPassword} {"}"}
        data: {"{"} bob: {Convert.ToBase64String(Encoding.UTF8.GetBytes(Password))} {"}"}
        ---

        """;

    public static string Box(string name, string spec) => $"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: DataBox
        metadata: {"{"} name: {name}, namespace: tests {"}"}
        spec: {"{"} {spec} {"}"}
        ---

        """;

    public static string Api(string component, string path, string auth) => $"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: {"{"} name: {path}-api, namespace: tests {"}"}
        spec:
          mlComponent: {"{"} name: {component} {"}"}
          restfulApi: {"{"} path: {path}, auth: {"{"} {auth} {"}"} {"}"}
        ---

        """;
}
