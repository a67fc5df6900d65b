using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Inference.Testing.Clusters;

/// <summary>
/// A real Kubernetes control plane (<c>tests/cluster/cluster.sh up control-plane</c>): etcd, API server, controller manager and scheduler, and no node.
/// It ends with whoever started it, also when that is killed. One is enough for a test assembly; tests make namespaces of their own, and those that stop
/// the API server must not run beside others.
/// </summary>
public sealed class ControlPlane : IAsyncDisposable
{
    private const int PortBlock = 5;
    private const int Tries = 3;
    private readonly string home;
    private readonly Process guard;

    private ControlPlane(string home, int port)
    {
        this.home = home;
        Server = new Uri($"https://127.0.0.1:{port}");

        // in a session of its own, so that what kills the tests' group does not kill it too
        var start = new ProcessStartInfo("setsid", ["bash", Script("control-plane.sh"), "guard"]) { UseShellExecute = false, RedirectStandardInput = true };
        guard = Start(start);
    }

    public Uri Server { get; }

    /// <summary>Of a user who may do everything.</summary>
    public string Kubeconfig => Path.Combine(home, "kubeconfig");

    /// <summary>Where <c>kubectl</c> is.</summary>
    public string Programs => Path.Combine(home, "bin");

    /// <summary>Null where a control plane can be started; otherwise why not, for <c>Assert.Skip</c>.</summary>
    public static string? Missing => File.Exists(Path.Combine(Built, "built"))
        ? null
        : $"there is no Kubernetes in {Built}: tests/cluster/cluster.sh build makes it (eng/setup.sh --tests does that)";

    public static async Task<ControlPlane> StartAsync(CancellationToken cancellationToken)
    {
        if (Missing is { } missing)
            throw new InvalidOperationException(missing);
        for (var attempt = 1; ; attempt++)
        {
            var home = Directory.CreateTempSubdirectory("inference-cluster-").FullName;
            foreach (var part in (string[])["bin", "root", "built"])
                File.CreateSymbolicLink(Path.Combine(home, part), Path.Combine(Built, part));
            var controlPlane = new ControlPlane(home, FreePorts());
            try
            {
                await controlPlane.RunAsync("cluster.sh", cancellationToken, "up", "control-plane");
                return controlPlane;
            }
            catch (Exception e)
            {
                await controlPlane.DisposeAsync();

                // another may have taken one of the ports meanwhile
                if (e is not InvalidOperationException || attempt == Tries)
                    throw;
            }
        }
    }

    /// <summary>The API server dies: connections break and new ones are refused. etcd stays.</summary>
    public Task CutAsync() => RunAsync("control-plane.sh", CancellationToken.None, "kill");

    /// <summary>After <see cref="CutAsync"/>; returns when the API server is ready. Its watch caches are empty then.</summary>
    public Task UncutAsync() => RunAsync("control-plane.sh", CancellationToken.None, "start");

    /// <summary>Requests are taken and not answered.</summary>
    public Task StallAsync() => RunAsync("control-plane.sh", CancellationToken.None, "stall");

    public Task UnstallAsync() => RunAsync("control-plane.sh", CancellationToken.None, "resume");

    /// <summary>All of it goes, with every object, and comes back empty, as another cluster at the same address with the same keys.</summary>
    public async Task WipeAsync()
    {
        await RunAsync("cluster.sh", CancellationToken.None, "down", "--wipe");
        await RunAsync("cluster.sh", CancellationToken.None, "up", "control-plane");
    }

    /// <summary>A kubeconfig with a fresh token of a service account, as YAML.</summary>
    public Task<string> KubeconfigOfAsync(string @namespace, string serviceAccount, TimeSpan validFor, CancellationToken cancellationToken) =>
        ReadAsync("bash", cancellationToken, Script("cluster.sh"), "kubeconfig", @namespace, serviceAccount, $"{(int)validFor.TotalSeconds}");

    /// <summary>Standard output of <c>kubectl</c> as the user who may do everything.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public Task<string> KubectlAsync(CancellationToken cancellationToken, params string[] arguments) =>
        ReadAsync(Path.Combine(Programs, "kubectl"), cancellationToken, [$"--kubeconfig={Kubeconfig}", $"--cache-dir={Path.Combine(home, "kubectl")}", .. arguments]);

    /// <summary>Forgets what etcd knows of the time before now, as it does by itself every five minutes: older versions are gone.</summary>
    public async Task CompactAsync(string resourceVersion, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var body = new StringContent($$"""{"revision": "{{resourceVersion}}"}""");
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{Server.Port + 1}/v3/kv/compaction"), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    private static string Built =>
        Environment.GetEnvironmentVariable("CLUSTER_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "cluster");

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "cluster", name);

    // below the range from which the system takes ports for those who ask for any
    private static int FreePorts()
    {
        while (true)
        {
            var first = Random.Shared.Next(20_000, 32_000);
            if (Enumerable.Range(first, PortBlock).All(IsFree))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task RunAsync(string script, CancellationToken cancellationToken, params string[] arguments)
    {
        var log = Path.Combine(home, "script.log");

        // its daemons would keep a pipe open for ever: it writes to a file
        using var process = Start(new ProcessStartInfo("bash", ["-c", $"exec bash \"$@\" >>'{log}' 2>&1 </dev/null", "cluster", Script(script), .. arguments]) { UseShellExecute = false });
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} failed: {await File.ReadAllTextAsync(log, cancellationToken)}");
    }

    private async Task<string> ReadAsync(string program, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await errors}");
    }

    private Process Start(ProcessStartInfo start)
    {
        start.Environment["CLUSTER_HOME"] = home;
        start.Environment["CLUSTER_PORT"] = $"{Server.Port}";
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} could not be started");
    }
}
