using System.Globalization;
using global::ManifestController;
using global::ManifestController.Planning;
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
        output.WriteLine($"{Kills} kills, {changes} changes");

        // a controller that waits long for an answer looks as if it were at rest: what is wanted comes first, then that nothing comes after it
        var apis = (await cluster.KubectlAsync("get", "apicomponents", "--namespace", space.Name, "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        string? difference = null;
        await Condition.HoldsAsync(async () => (difference = await DifferenceAsync(space, last, apis)) is null, () => $"never as without kills: {difference}: {survivor.Log}", TimeSpan.FromMinutes(2));
        await survivor.UntilQuietAsync(TimeSpan.FromMinutes(2));
        (await DifferenceAsync(space, last, apis)).ShouldBeNull();
    }

    private static string Timeout(int change) => $"{change + 1}s";

    private async Task ChangeAsync(TestSpace space, int component, int change)
    {
        await cluster.ApplyAsync(Samples.Component(space.Name, $"c{component}", Timeout(change)));
        if (change % 3 == 0)
            await cluster.ApplyAsync(Samples.Api(space.Name, $"c{component}"));
    }

    private async Task ForgetLeaseAsync(TestSpace space) => await cluster.KubectlAsync("delete", "lease", "inference-controller", "--namespace", space.Name, "--ignore-not-found");

    /// <summary>Null where every component's pods read exactly its last version, and nothing is there that a controller without kills would not have made.</summary>
    private static async Task<string?> DifferenceAsync(TestSpace space, int[] last, int apis)
    {
        var deployments = (await space.ListAsync(Kinds.Deployment)).ToDictionary(item => item.Name);
        if (deployments.Count != last.Length)
            return $"{deployments.Count} Deployments instead of {last.Length}";
        var configMaps = (await space.ListAsync(Kinds.ConfigMap)).ToDictionary(item => item.Name);
        int[] found = [(await space.ListAsync(Kinds.Service)).Count, (await space.ListAsync(Kinds.NetworkPolicy)).Count, (await space.ListAsync(Kinds.Ingress)).Count];
        int[] expected = [last.Length, last.Length, apis];
        if (!found.SequenceEqual(expected))
            return $"{string.Join(", ", found)} Services, NetworkPolicies and Ingresses instead of {string.Join(", ", expected)}";
        return Enumerable.Range(0, last.Length).Select(component => Difference(component)).FirstOrDefault(difference => difference is not null);

        string? Difference(int component)
        {
            var pod = deployments[ObjectNames.OfComponent($"c{component}")].Json.GetProperty("spec").GetProperty("template").GetProperty("spec");
            var named = pod.GetProperty("volumes")[0].GetProperty("configMap").GetProperty("name").GetString()!;
            return !configMaps.TryGetValue(named, out var manifests) ? $"the pods of c{component} read the ConfigMap {named}, which is not there"
                : !manifests.Json.GetProperty("data").GetProperty($"mlcomponent-c{component}.yaml").GetString()!.Contains($"\"requestTimeout\": \"{Timeout(last[component])}\"", StringComparison.Ordinal) ? $"the pods of c{component} read another version than the last, {Timeout(last[component])}"
                : !pod.GetProperty("containers")[0].GetProperty("args").ToString().Contains("--grace-period", StringComparison.Ordinal) ? $"the pods of c{component} have no grace period"
                : null;
        }
    }
}
