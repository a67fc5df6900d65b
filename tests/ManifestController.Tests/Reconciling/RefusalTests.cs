using System.Text.Json.Nodes;
using global::ManifestController;
using Inference.ManifestController.Tests.Running;

namespace Inference.ManifestController.Tests.Reconciling;

/// <summary>Manifests that cannot be used: what is wrong is said where a person looks, and what runs goes on.</summary>
public sealed class RefusalTests(TestCluster cluster)
{
    [Fact]
    public async Task Reconcile_InvalidComponent_SaysAllThatIsWrongWithItsPath()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        var component = Samples.Component(space.Name, "digits", "60s");
        component["spec"]!["mlService"]!["inference"]!["model"]!["modelBox"] = "wieghts";
        component["spec"]!["scalling"] = new JsonObject { ["minReplicas"] = 2 };
        await cluster.ApplyAsync(component);

        var refused = await space.UntilConditionAsync(Kinds.Component, "digits", "Accepted", "False");

        var message = Statuses.Message(refused.Json, "Accepted")!;
        message.ShouldContain("spec.mlService.inference.model.modelBox");
        message.ShouldContain("did you mean 'weights'?");
        message.ShouldContain("spec.scalling: unknown field, did you mean 'scaling'?");
        message.ShouldContain("spec.connectedBoxes[0].mountS3Box.s3BoxName: no DataBox of this name");
        refused.Json.GetProperty("status").GetProperty("state").GetString().ShouldBe("not-served");
        (await space.FindAsync(Kinds.Deployment, "ml-digits")).ShouldBeNull();
    }

    [Fact]
    public async Task Reconcile_MissingBoxComes_ComponentIsAccepted()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await cluster.ApplyAsync(Samples.Component(space.Name, "digits", "60s"));
        await space.UntilConditionAsync(Kinds.Component, "digits", "Accepted", "False");

        await cluster.ApplyAsync(Samples.Box(space.Name, "models"));

        await space.UntilConditionAsync(Kinds.Component, "digits", "Accepted", "True");
        await space.UntilAsync(Kinds.Deployment, "ml-digits");
    }

    [Fact]
    public async Task Reconcile_RunningComponentBecomesInvalid_WhatRunsStays()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        var before = await space.UntilAsync(Kinds.Deployment, "ml-digits", json => json.GetProperty("status").TryGetProperty("observedGeneration", out _));
        await controller.UntilQuietAsync();

        var component = Samples.Component(space.Name, "digits", "60s");
        component["spec"]!["mlService"]!["inference"]!["model"]!["modelPath"] = "/elsewhere/model.onnx";
        await cluster.ApplyAsync(component);

        await space.UntilConditionAsync(Kinds.Component, "digits", "Accepted", "False");
        await controller.UntilQuietAsync();
        (await space.FindAsync(Kinds.Deployment, "ml-digits"))!.Generation.ShouldBe(before.Generation);
        (await space.FindAsync(Kinds.Ingress, "api-digits-api")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Reconcile_PublishedApiBecomesInvalid_IsServedAsItWas()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Ingress, "api-digits-api");
        var before = await space.UntilAsync(Kinds.Deployment, "ml-digits");
        await controller.UntilQuietAsync();

        var api = Samples.Api(space.Name, "digits");
        api["spec"]!["restfulApi"]!["limits"] = new JsonObject { ["burst"] = 5 };
        await cluster.ApplyAsync(api);

        await space.UntilConditionAsync(Kinds.Api, "digits-api", "Accepted", "False");
        await controller.UntilQuietAsync();
        (await space.FindAsync(Kinds.Deployment, "ml-digits"))!.Generation.ShouldBe(before.Generation);
        (await space.FindAsync(Kinds.Ingress, "api-digits-api")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Reconcile_TwoApisOfOneUrl_TheOlderHasItUntilItGoes()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilConditionAsync(Kinds.Api, "digits-api", "Accepted", "True");
        var second = Samples.Api(space.Name, "digits");
        second["metadata"]!["name"] = "a-second";
        await cluster.ApplyAsync(second);
        var refused = await space.UntilConditionAsync(Kinds.Api, "a-second", "Accepted", "False");
        Statuses.Message(refused.Json, "Accepted")!.ShouldContain("is taken already");

        await cluster.KubectlAsync("delete", "apicomponent", "digits-api", "--namespace", space.Name);

        await space.UntilConditionAsync(Kinds.Api, "a-second", "Accepted", "True");
        await space.UntilAsync(Kinds.Ingress, "api-a-second");
    }
}
