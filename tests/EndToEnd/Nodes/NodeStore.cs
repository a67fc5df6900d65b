using System.Diagnostics;
using System.Globalization;
using Inference.Testing.S3;

namespace Inference.EndToEnd.Nodes;

/// <summary>A real S3 server (<c>tests/s3/s3.sh</c>) inside the node, where pods reach it. It ends with the tests.</summary>
internal sealed class NodeStore : IAsyncDisposable
{
    public const string Bucket = "inference";
    private const string Address = "10.244.0.1";
    private const int Port = 7480;

    private readonly Node node;
    private readonly string folder;
    private readonly Process guard;

    private NodeStore(Node node, string folder)
    {
        this.node = node;
        this.folder = folder;
        guard = node.Start("bash", Script, "guard", folder);
    }

    /// <summary>As pods reach it.</summary>
    public static Uri Endpoint { get; } = new(string.Create(CultureInfo.InvariantCulture, $"http://{Address}:{Port}"));

    private static string Script => Path.Combine(Repository.Root, "tests", "s3", "s3.sh");

    public static async Task<NodeStore> StartAsync(Node node, CancellationToken cancellationToken)
    {
        var store = new NodeStore(node, Directory.CreateTempSubdirectory("inference-s3-").FullName);
        try
        {
            // its daemons would keep a pipe open for ever: it writes to a file
            var log = Path.Combine(store.folder, "script.log");
            await node.RunAsync(cancellationToken, "bash", "-c", $"S3_ADDRESS={Address} bash \"$@\" >'{log}' 2>&1 </dev/null || {{ cat '{log}' >&2; exit 1; }}", "s3", Script,
                "start", store.folder, Port.ToString(CultureInfo.InvariantCulture), S3Server.AccessKey, S3Server.SecretKey);
            await store.AskAsync(cancellationToken, "-X", "PUT", $"{Endpoint}{Bucket}");
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores a file in a box of the default store.</summary>
    public Task PutAsync(string @namespace, string box, string key, string file, CancellationToken cancellationToken) =>
        AskAsync(cancellationToken, "-T", file, $"{Endpoint}{Bucket}/{@namespace}/{box}/{key}");

    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    private Task<string> AskAsync(CancellationToken cancellationToken, params string[] arguments) => node.RunAsync(cancellationToken,
        ["curl", "-sS", "--fail-with-body", "--aws-sigv4", "aws:amz:us-east-1:s3", "-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "--user", $"{S3Server.AccessKey}:{S3Server.SecretKey}", .. arguments]);
}
