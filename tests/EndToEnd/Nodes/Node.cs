using System.Diagnostics;

namespace Inference.EndToEnd.Nodes;

/// <summary>The node of a cluster that <c>tests/cluster/cluster.sh</c> started: commands run in it, see its network and this machine's files.</summary>
internal sealed class Node
{
    private readonly string home;

    private Node(string home) => this.home = home;

    private static string Script => Path.Combine(Repository.Root, "tests", "cluster", "cluster.sh");

    /// <summary>The node that a kubeconfig leads to, or null and why there is none.</summary>
    public static (Node? Node, string? Reason) Find()
    {
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is not { Length: > 0 } kubeconfig)
            return (null, "KUBECONFIG is not set: tests/cluster/README.md tells how to have a Kubernetes with a node for tests");
        foreach (var program in (string[])["kubectl", "ctr"])
        {
            if (!IsOnPath(program))
                return (null, $"{program} is not on the PATH: eval \"$(tests/cluster/cluster.sh env)\" puts it there");
        }

        // cluster.sh keeps the kubeconfig in its own folder
        var home = Path.GetDirectoryName(Path.GetFullPath(kubeconfig))!;
        return File.Exists(Path.Combine(home, "run", "node.pid"))
            ? (new Node(home), null)
            : (null, $"{kubeconfig} is not that of a node that tests/cluster/cluster.sh started: images are put into the node, the store runs in it, and calls are made from it");
    }

    /// <summary>Puts an image file where pods find it.</summary>
    public Task LoadAsync(string image, CancellationToken cancellationToken) => ClusterAsync(cancellationToken, "load", image);

    /// <summary>Output of a command that ran in the node.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public Task<string> RunAsync(CancellationToken cancellationToken, params string[] command) => ClusterAsync(cancellationToken, ["exec", .. command]);

    /// <summary>Starts a command in the node that ends, by itself, when its input does: with this process at the latest.</summary>
    public Process Start(params string[] command)
    {
        // in a session of its own, so that what kills the tests' group does not cut it off from its clearing up
        var start = new ProcessStartInfo("setsid", [Script, "exec", .. command]) { UseShellExecute = false, RedirectStandardInput = true };
        start.Environment["CLUSTER_HOME"] = home;
        return Process.Start(start) ?? throw new InvalidOperationException("setsid could not be started");
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    private Task<string> ClusterAsync(CancellationToken cancellationToken, params string[] arguments) =>
        ProgramRun.OutputOfAsync("env", [$"CLUSTER_HOME={home}", Script, .. arguments], cancellationToken);
}
