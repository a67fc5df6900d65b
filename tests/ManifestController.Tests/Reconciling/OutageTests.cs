using global::ManifestController;
using Inference.Cluster;
using Inference.ManifestController.Tests.Running;

namespace Inference.ManifestController.Tests.Reconciling;

/// <summary>Replicas that die and an API server that goes away. Not beside other tests, whose API server it is too.</summary>
[Collection(nameof(OutageTests))]
[CollectionDefinition(nameof(OutageTests), DisableParallelization = true)]
public sealed class OutageTests(TestCluster cluster)
{
    [Fact]
    public async Task Run_TwoReplicas_OneActsAndTheOtherTakesOverWhenItDies()
    {
        var space = await cluster.SpaceAsync();
        await using var first = await space.StartControllerAsync();
        await first.UntilLeadingAsync();
        await using var second = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Deployment, "ml-digits");
        (await second.RequestsAsync("deployments")).ShouldBe(0);

        first.Kill();
        await space.ApplyDigitsAsync("other");

        await second.UntilLeadingAsync();
        await space.UntilAsync(Kinds.Deployment, "ml-other");
    }

    [Fact]
    public async Task Run_LeaderIsToldToStop_TheOtherTakesOverAtOnce()
    {
        var space = await cluster.SpaceAsync();
        await using var first = await space.StartControllerAsync();
        await first.UntilLeadingAsync();
        await using var second = await space.StartControllerAsync();
        await second.GetAsync("/readyz");

        (await first.StopAsync()).ShouldBe(0);
        var stopped = TimeProvider.System.GetTimestamp();
        await second.UntilLeadingAsync();

        TimeProvider.System.GetElapsedTime(stopped).ShouldBeLessThan(TimeSpan.FromSeconds(10), "a lease that was given back is not waited for");
    }

    [Fact]
    public async Task Run_ApiServerStopsAndStarts_GoesOnWithoutRepeatingItself()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Ingress, "api-digits-api");
        await controller.UntilQuietAsync();
        var before = await VersionsAsync(space);

        await cluster.ControlPlane.CutAsync();
        await cluster.ControlPlane.UncutAsync();
        await controller.UntilLeadingAsync();
        await space.ApplyDigitsAsync("other");
        await space.UntilAsync(Kinds.Deployment, "ml-other");
        await controller.UntilQuietAsync();

        var after = await VersionsAsync(space);
        foreach (var (name, version) in before)
            after[name].ShouldBe(version, $"{name} was written again");
        controller.HasExited.ShouldBeFalse();
    }

    // of what only the controller writes: a Deployment's status is the cluster's own
    private static async Task<Dictionary<string, string>> VersionsAsync(TestSpace space)
    {
        var versions = new Dictionary<string, string>();
        foreach (var type in (ResourceType[])[Kinds.Service, Kinds.ConfigMap, Kinds.NetworkPolicy, Kinds.Ingress])
        {
            foreach (var item in await space.ListAsync(type))
                versions[$"{type.Kind} {item.Name}"] = item.ResourceVersion;
        }

        return versions;
    }
}
