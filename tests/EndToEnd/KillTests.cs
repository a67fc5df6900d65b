using System.Globalization;
using System.Text.Json;
using Inference.EndToEnd.Clusters;

namespace Inference.EndToEnd;

/// <summary>The controller is killed while it works.</summary>
public sealed class KillTests(TestCluster cluster, ITestOutputHelper output)
{
    private const int Rounds = 3;
    private static readonly string[] Others = ["digits-two", "digits-three"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_ControllersAtRandomPointsWhileManifestsChange_EndsAsIfTheyHadLived()
    {
        cluster.Require();
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);
        var place = service.Place;

        await service.UnderLoadAsync(output, async _ =>
        {
            for (var round = 1; round <= Rounds; round++)
            {
                var timeout = string.Create(CultureInfo.InvariantCulture, $"{30 + round}s");
                await place.ApplySampleAsync("digits", Cancelled, DigitsService.WithTimeout(timeout));
                foreach (var name in Others)
                    await Kubectl.ApplyAsync(DigitsService.Component(place.Name, name, timeout), Cancelled);
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(2000)), TimeProvider.System, Cancelled);
                await Kubectl.RunAsync(Cancelled, "--namespace", Install.Namespace, "delete", "pods", "--all", "--force", "--grace-period=0");
            }

            foreach (var name in (string[])["digits", .. Others])
            {
                await place.UntilAsync("mlcomponent", name, "ready", Cancelled);
                await Kubectl.UntilAsync(place.Name, "deployment", $"ml-{name}", Status.IsRolledOut, "rolled out", Cancelled);
            }
        });

        await Install.RolledOutAsync(Cancelled);
        foreach (var name in (string[])["digits", .. Others])
            await AssertIsAsIfNothingHappenedAsync(place.Name, name);
    }

    private static async Task AssertIsAsIfNothingHappenedAsync(string place, string component)
    {
        // the ConfigMaps of the pods before go when the controller has seen that no such pod is left, which is a moment after the Deployment says so
        IReadOnlyList<JsonElement> made = [];
        await Eventually.HoldsAsync(
            async () => KindsOf(made = await MadeForAsync(place, component)).SequenceEqual(["ConfigMap", "Deployment", "NetworkPolicy", "Service"]),
            () => $"for {component} there are {string.Join(", ", KindsOf(made))}",
            Cancelled);

        var deployment = made.Single(one => one.GetProperty("kind").GetString() == "Deployment");
        var manifests = made.Single(one => one.GetProperty("kind").GetString() == "ConfigMap");
        deployment.GetProperty("spec").ToString().ShouldContain($"\"{manifests.GetProperty("metadata").GetProperty("name").GetString()}\"");
        manifests.GetProperty("data").ToString().ShouldContain($"{30 + Rounds}s");

        // each change at most once
        deployment.GetProperty("metadata").GetProperty("generation").GetInt64().ShouldBeLessThanOrEqualTo(1 + Rounds, deployment.ToString());
    }

    private static Task<IReadOnlyList<JsonElement>> MadeForAsync(string place, string component) =>
        Kubectl.ListAsync(place, "deployments,configmaps,services,poddisruptionbudgets,networkpolicies", Cancelled, "--selector", $"unified-platform.cs.hse.ru/component={component}");

    private static IEnumerable<string?> KindsOf(IEnumerable<JsonElement> made) => made.Select(one => one.GetProperty("kind").GetString()).Order(StringComparer.Ordinal);
}
