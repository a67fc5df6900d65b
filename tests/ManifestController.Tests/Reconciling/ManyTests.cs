using global::ManifestController;
using Inference.Cluster;
using Inference.ManifestController.Tests.Running;
using Inference.Testing.Hosts;

namespace Inference.ManifestController.Tests.Reconciling;

/// <summary>A large namespace. <c>benchmarks/controller.sh</c> runs it with the published program and shows what it measures; here only what is counted is held to a bound.</summary>
[Collection(nameof(OutageTests))]
public sealed class ManyTests(TestCluster cluster, ITestOutputHelper output)
{
    private const int Count = 500;

    [Fact]
    public async Task Reconcile_FiveHundredComponents_OneChangeWritesOneComponentAndRestWritesNothing()
    {
        var space = await cluster.SpaceAsync();
        await cluster.ApplyAsync(Samples.Box(space.Name, "models"));
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await cluster.ApplyAsync(Samples.Component(space.Name, $"c{i}", "60s")));
        await cluster.ApplyAsync(Samples.Api(space.Name, "c7"));

        var began = TimeProvider.System.GetTimestamp();
        var busy = cluster.CpuTimes();
        await using var controller = await space.StartControllerAsync();
        await UntilAsync(async () => await controller.RequestsAsync("verb=\"patch\"", "resource=\"deployments\"", "status=\"201\"") == Count, $"{Count} Deployments", controller);
        var took = TimeProvider.System.GetElapsedTime(began);
        var spent = cluster.CpuTimes().ToDictionary(process => process.Key, process => (process.Value - busy[process.Key]).TotalSeconds);
        output.WriteLine($"{Count} components reconciled from nothing in {took.TotalSeconds:F1} s, {spent.Values.Sum():F1} s of the control plane's CPU ({string.Join(", ", spent.Select(process => $"{process.Key} {process.Value:F1}"))})");
        output.WriteLine($"controller: {ProcessFigures.ResidentBytes(controller.Id) >> 20} MB, {ProcessFigures.CpuTime(controller.Id).TotalSeconds:F1} s of CPU, {await controller.RequestsAsync()} requests");

        await UntilQuietAsync(controller);
        var leases = await controller.RequestsAsync("resource=\"leases\"");
        var others = await controller.RequestsAsync() - leases;
        await controller.UntilRenewedAsync(3);
        (await controller.RequestsAsync() - await controller.RequestsAsync("resource=\"leases\"") - others).ShouldBe(0, "at rest nothing is asked");

        var versions = await VersionsAsync(space);
        var before = await controller.RequestsAsync("verb=\"patch\"") - await controller.RequestsAsync("resource=\"leases\"");
        var deployments = await controller.RequestsAsync("verb=\"patch\"", "resource=\"deployments\"");
        await cluster.ApplyAsync(Samples.Component(space.Name, "c7", "61s"));
        await UntilAsync(async () => await controller.RequestsAsync("verb=\"patch\"", "resource=\"deployments\"") > deployments, "a change of a Deployment", controller);
        await UntilQuietAsync(controller);
        var written = await controller.RequestsAsync("verb=\"patch\"") - await controller.RequestsAsync("resource=\"leases\"") - before;
        output.WriteLine($"one field of one component changed: {written} writes; controller: {ProcessFigures.ResidentBytes(controller.Id) >> 20} MB");
        written.ShouldBeInRange(1, 12);
        var after = await VersionsAsync(space);
        foreach (var (name, version) in versions.Where(pair => !pair.Key.Contains("c7", StringComparison.Ordinal)))
            after[name].ShouldBe(version, $"{name} was written");
    }

    // of what only the controller writes: a Deployment's status is the cluster's own
    private static async Task<Dictionary<string, string>> VersionsAsync(TestSpace space)
    {
        var versions = new Dictionary<string, string>();
        foreach (var type in (ResourceType[])[Kinds.Service, Kinds.ConfigMap, Kinds.NetworkPolicy, Kinds.ServiceAccount])
        {
            foreach (var item in await space.ListAsync(type))
                versions[$"{type.Kind} {item.Name}"] = item.ResourceVersion;
        }

        return versions;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what, ControllerProcess controller)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(4))
                throw new TimeoutException($"not {what} in time: {controller.Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    private static Task UntilQuietAsync(ControllerProcess controller) => controller.UntilQuietAsync(TimeSpan.FromMinutes(4));
}
