using System.Globalization;
using System.Text.Json.Nodes;
using global::ManifestController;
using Inference.Cluster;
using Inference.Testing.Clusters;
using Inference.Testing.Hosts;

namespace Inference.ManifestController.Tests.Running;

/// <summary>A real control plane with our kinds and the rights that <c>manifests/install</c> gives a controller; one for all tests of the assembly.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const string System = "inference-system";
    private ControlPlane? controlPlane;
    private ClusterClient? client;

    public ControlPlane ControlPlane => controlPlane ?? throw new InvalidOperationException("not started");

    /// <summary>Of a user who may do everything.</summary>
    internal ClusterClient Client => client ?? throw new InvalidOperationException("not started");

    /// <summary>Of the controller's own account: what it may not do fails here as it would in a cluster.</summary>
    public string ControllerKubeconfig { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (ControlPlane.Missing is not null)
            return;
        var install = Path.Combine(Repository.Folder, "manifests", "install");
        controlPlane = await ControlPlane.StartAsync(CancellationToken.None);
        client = new ClusterClient(ClusterConfig.FromKubeconfig(ControlPlane.Kubeconfig).Config!, TimeProvider.System);
        await KubectlAsync("apply", "-k", Path.Combine(Repository.Folder, "manifests", "crds"));
        foreach (var file in (string[])["controller/namespace.yaml", "controller/account.yaml", "controller/role.yaml", "every-namespace/binding.yaml"])
            await KubectlAsync("apply", "-f", Path.Combine(install, file), "--namespace", System);
        ControllerKubeconfig = Path.Combine(Path.GetDirectoryName(ControlPlane.Kubeconfig)!, "controller.kubeconfig");
        await File.WriteAllTextAsync(ControllerKubeconfig, await ControlPlane.KubeconfigOfAsync(System, "controller", TimeSpan.FromHours(2), CancellationToken.None));
        await Condition.HoldsAsync(async () => (await Client.DiscoverAsync(CancellationToken.None)).TryGet(out var served, out _) && served.Has(Kinds.Box), () => "our kinds are not served");
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (controlPlane is not null)
            await controlPlane.DisposeAsync();
    }

    /// <summary>Time that each process of the control plane has spent on CPUs, by its name.</summary>
    public IReadOnlyDictionary<string, TimeSpan> CpuTimes() => Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(ControlPlane.Kubeconfig)!, "run"), "*.pid").ToDictionary(
        file => Path.GetFileNameWithoutExtension(file),
        file => ProcessFigures.CpuTime(int.Parse(File.ReadAllText(file).Split(' ')[0], CultureInfo.InvariantCulture)));

    public Task<string> KubectlAsync(params string[] arguments) => ControlPlane.KubectlAsync(CancellationToken.None, arguments);

    /// <summary>A namespace of the test's own.</summary>
    public async Task<TestSpace> SpaceAsync()
    {
        if (ControlPlane.Missing is { } missing)
            Assert.Skip(missing);
        var name = $"t-{Guid.NewGuid():N}"[..16];
        await KubectlAsync("create", "namespace", name);

        // the Lease is in the test's namespace, where the installation gives no right to it
        await KubectlAsync("create", "role", "leases", "--verb=get,list,watch,create,update,patch,delete", "--resource=leases.coordination.k8s.io", "--namespace", name);
        await KubectlAsync("create", "rolebinding", "leases", "--role=leases", $"--serviceaccount={System}:controller", "--namespace", name);
        return new TestSpace(this, name);
    }

    internal async Task<JsonObject> ApplyAsync(JsonObject manifest)
    {
        var metadata = manifest["metadata"]!;
        var type = new[] { Kinds.Component, Kinds.Api, Kinds.Box }.First(type => type.Kind == manifest["kind"]!.GetValue<string>());
        var answer = await Client.ApplyAsync(type, new ObjectName(metadata["namespace"]!.GetValue<string>(), metadata["name"]!.GetValue<string>()), manifest, new ApplyOptions("tests", Force: true), CancellationToken.None);
        return answer.TryGet(out _, out var error) ? manifest : throw new InvalidOperationException(error.ToString());
    }
}
