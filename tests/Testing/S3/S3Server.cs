using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Inference.Testing.S3;

/// <summary>
/// A real S3 server (a Ceph object gateway, <c>tests/s3/s3.sh</c>) on a free port. It ends with whoever started it, also when that is killed. One is enough for a
/// test assembly; tests make buckets of their own, and those that cut it off or stall it must not run beside others.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string AccessKey = "TESTACCESSKEY";
    public const string SecretKey = "a-secret-for-tests-only";

    private readonly string folder;
    private readonly Process guard;

    private S3Server(string folder, int port, Process guard)
    {
        this.folder = folder;
        this.guard = guard;
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Address { get; }

    public static async Task<S3Server> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("inference-s3-").FullName;
        var port = FreePort();

        // in a session of its own, so that what kills the tests' group does not kill it too
        var guard = Process.Start(new ProcessStartInfo("setsid", ["bash", Script, "guard", folder]) { UseShellExecute = false, RedirectStandardInput = true })
            ?? throw new InvalidOperationException("setsid could not be started");
        var server = new S3Server(folder, port, guard);
        try
        {
            await server.RunAsync(["start", folder, $"{port}", AccessKey, SecretKey], cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The gateway is killed: connections break, and new ones are refused.</summary>
    public Task CutAsync() => RunAsync(["gw-kill", folder], CancellationToken.None);

    public Task UncutAsync() => RunAsync(["gw-start", folder], CancellationToken.None);

    /// <summary>Requests are taken and not answered.</summary>
    public Task StallAsync() => RunAsync(["stall", folder], CancellationToken.None);

    public Task UnstallAsync() => RunAsync(["resume", folder], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "s3.sh");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var log = Path.Combine(folder, "script.log");

        // its daemons would keep a pipe open for ever: it writes to a file
        var start = new ProcessStartInfo("bash", ["-c", $"exec bash \"$@\" >>'{log}' 2>&1 </dev/null", "s3", Script, .. arguments]) { UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started");
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"s3.sh {arguments[0]} failed (is it installed? eng/setup.sh --tests does it): {await File.ReadAllTextAsync(log, cancellationToken)}");
    }
}
