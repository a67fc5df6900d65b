using System.Globalization;
using global::ManifestController;
using global::ManifestController.Planning;
using Inference.Cluster;
using Inference.ManifestController.Tests.Running;

namespace Inference.ManifestController.Tests.Reconciling;

/// <summary>A controller that is killed again and again while manifests change: the end is the same as without. <c>CONTROLLER_KILLS</c> says how often (benchmarks/soak.sh: 200).</summary>
[Collection(nameof(OutageTests))]
public sealed class KillTests(TestCluster cluster, ITestOutputHelper output)
{
    private const int Components = 50;
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CONTROLLER_KILLS") ?? "12", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsAsWithoutKills()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var space = await cluster.SpaceAsync();
        await cluster.ApplyAsync(Samples.Box(space.Name, "models"));
        var last = new int[Components];
        var changes = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var controller = await space.StartControllerAsync();
            var moment = TimeSpan.FromMilliseconds(random.Next(200, 4000));
            var began = TimeProvider.System.GetTimestamp();

            // the lease of the one before is given up by its holder's death, not at once
            await ForgetLeaseAsync(space);
            while (TimeProvider.System.GetElapsedTime(began) < moment)
            {
                var changed = random.Next(Components);
                last[changed] = ++changes;
                await ChangeAsync(space, changed, last[changed]);
            }

            controller.Kill();
        }

        await using var survivor = await space.StartControllerAsync();
        await ForgetLeaseAsync(space);
        for (var i = 0; i < Components; i++)
        {
            if (last[i] == 0)
                await ChangeAsync(space, i, last[i] = ++changes);
        }

        await survivor.UntilLeadingAsync();
        await survivor.UntilQuietAsync(TimeSpan.FromMinutes(2));
        output.WriteLine($"{Kills} kills, {changes} changes");
        await CheckAsync(space, last);
    }

    private static string Timeout(int change) => $"{change + 1}s";

    private async Task ChangeAsync(TestSpace space, int component, int change)
    {
        await cluster.ApplyAsync(Samples.Component(space.Name, $"c{component}", Timeout(change)));
        if (change % 3 == 0)
            await cluster.ApplyAsync(Samples.Api(space.Name, $"c{component}"));
    }

    private async Task ForgetLeaseAsync(TestSpace space) => await cluster.KubectlAsync("delete", "lease", "inference-controller", "--namespace", space.Name, "--ignore-not-found");

    /// <summary>Every component's pods read exactly its last version, and nothing is there that a controller without kills would not have made.</summary>
    private static async Task CheckAsync(TestSpace space, int[] last)
    {
        var deployments = (await space.ListAsync(Kinds.Deployment)).ToDictionary(item => item.Name);
        var configMaps = (await space.ListAsync(Kinds.ConfigMap)).ToDictionary(item => item.Name);
        deployments.Count.ShouldBe(last.Length);
        for (var i = 0; i < last.Length; i++)
        {
            var deployment = deployments[ObjectNames.OfComponent($"c{i}")];
            var named = deployment.Json.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("volumes")[0].GetProperty("configMap").GetProperty("name").GetString()!;
            configMaps[named].Json.GetProperty("data").GetProperty($"mlcomponent-c{i}.yaml").GetString()!.ShouldContain($"\"requestTimeout\": \"{Timeout(last[i])}\"");
            deployment.Json.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0].GetProperty("args").ToString().ShouldContain("--grace-period");
        }

        foreach (var type in (ResourceType[])[Kinds.Service, Kinds.NetworkPolicy])
            (await space.ListAsync(type)).Count.ShouldBe(last.Length, $"{type}");
        var apis = (await space.Cluster.KubectlAsync("get", "apicomponents", "--namespace", space.Name, "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (await space.ListAsync(Kinds.Ingress)).Count.ShouldBe(apis.Length);
    }
}
