using System.Text.Json.Nodes;
using global::ManifestController;
using global::ManifestController.Planning;
using Inference.ManifestController.Tests.Running;

namespace Inference.ManifestController.Tests.Reconciling;

/// <summary>What is made in a real cluster, changed, put right and removed.</summary>
public sealed class ObjectTests(TestCluster cluster)
{
    [Fact]
    public async Task Reconcile_NewComponent_MakesAllThatItBecomesAndSaysSo()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();

        var deployment = await space.UntilAsync(Kinds.Deployment, "ml-digits");
        await space.UntilAsync(Kinds.Service, "ml-digits");
        await space.UntilAsync(Kinds.Ingress, "api-digits-api");
        var component = await space.UntilConditionAsync(Kinds.Component, "digits", "Accepted", "True");
        var pod = deployment.Json.GetProperty("spec").GetProperty("template").GetProperty("spec");
        var configMap = pod.GetProperty("volumes")[0].GetProperty("configMap").GetProperty("name").GetString()!;
        (await space.FindAsync(Kinds.ConfigMap, configMap)).ShouldNotBeNull();
        deployment.Owners.ShouldHaveSingleItem().Uid.ShouldBe(component.Uid);
        component.Json.GetProperty("status").GetProperty("observedGeneration").GetInt64().ShouldBe(component.Generation);
        component.Json.GetProperty("status").GetProperty("url").GetString().ShouldBe($"http://ml-digits.{space.Name}.svc/{space.Name}/digits");
        await space.UntilConditionAsync(Kinds.Box, "models", "Accepted", "True");
        await space.UntilConditionAsync(Kinds.Api, "digits-api", "Accepted", "True");
    }

    [Fact]
    public async Task Reconcile_ManifestChanges_OtherPodsAndOneConfigMapMore()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync(timeout: "60s");
        var before = Manifest(await space.UntilAsync(Kinds.Deployment, "ml-digits"));

        await space.ApplyDigitsAsync(timeout: "90s");
        var after = Manifest(await space.UntilAsync(Kinds.Deployment, "ml-digits", json => Manifest(json) != before));

        var files = await space.UntilAsync(Kinds.ConfigMap, after);
        files.Json.GetProperty("data").GetProperty("mlcomponent-digits.yaml").GetString()!.ShouldContain("90s");

        // no pod of the new version is ready, so that one of the old may still be started
        (await space.FindAsync(Kinds.ConfigMap, before)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Reconcile_ScalingChanges_StartsNoOtherPods()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        var before = Manifest(await space.UntilAsync(Kinds.Deployment, "ml-digits"));

        var component = Samples.Component(space.Name, "digits", "60s");
        component["spec"]!["scaling"] = new JsonObject { ["minReplicas"] = 1, ["maxReplicas"] = 4 };
        await cluster.ApplyAsync(component);

        await space.UntilAsync(Kinds.Autoscalers[1], "ml-digits");
        Manifest((await space.FindAsync(Kinds.Deployment, "ml-digits"))!).ShouldBe(before);

        await cluster.ApplyAsync(Samples.Component(space.Name, "digits", "60s"));
        await space.UntilGoneAsync(Kinds.Autoscalers[1], "ml-digits");
    }

    [Fact]
    public async Task Reconcile_ComponentDeleted_NothingIsLeft()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Ingress, "api-digits-api");
        await space.UntilAsync(Kinds.Deployment, "ml-digits");

        await cluster.KubectlAsync("delete", "mlcomponent,apicomponent", "--all", "--namespace", space.Name);

        foreach (var type in (Cluster.ResourceType[])[Kinds.Deployment, Kinds.Service, Kinds.ConfigMap, Kinds.Ingress, Kinds.NetworkPolicy])
            await Condition.HoldsAsync(async () => (await space.ListAsync(type)).Count == 0, () => $"something of {type} is left");
    }

    [Fact]
    public async Task Reconcile_ManifestNestedWithoutEnd_IsInvalidAndTheOthersGoOn()
    {
        var space = await cluster.SpaceAsync();
        using var folder = new TempFolder();
        var deep = folder.Write("deep.json", $$$"""{"apiVersion":"unified-platform.cs.hse.ru/v1","kind":"DataBox","metadata":{"name":"deep"},"spec":{"s3DefaultStorage":{},"x":{{{new string('[', 200)}}}1{{{new string(']', 200)}}}}}""");
        await cluster.KubectlAsync("create", "--raw", $"/apis/unified-platform.cs.hse.ru/v1/namespaces/{space.Name}/databoxes", "--filename", deep);

        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();

        await space.UntilAsync(Kinds.Deployment, "ml-digits");
        await space.UntilConditionAsync(Kinds.Box, "deep", "Accepted", "False");
    }

    [Fact]
    public async Task Reconcile_ManyApisOfOneUrl_OneIsPublishedAndTheOthersAreNot()
    {
        var space = await cluster.SpaceAsync();
        await space.ApplyDigitsAsync();
        for (var i = 0; i < 60; i++)
        {
            var rival = Samples.Api(space.Name, "digits");
            rival["metadata"]!["name"] = $"rival-{i}";
            await cluster.ApplyAsync(rival);
        }

        await using var controller = await space.StartControllerAsync();

        await space.UntilAsync(Kinds.Ingress, "api-digits-api");
        for (var i = 0; i < 60; i++)
            await space.UntilConditionAsync(Kinds.Api, $"rival-{i}", "Published", "False");
        (await space.ListAsync(Kinds.Ingress)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Reconcile_SomebodysOwnObjectsWithOurLabel_AreLeftAlone()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await cluster.KubectlAsync("create", "configmap", "theirs", "--from-literal", "a=b", "--namespace", space.Name);
        await cluster.KubectlAsync("label", "configmap", "theirs", "app.kubernetes.io/managed-by=inference-controller", "unified-platform.cs.hse.ru/component=digits", "--namespace", space.Name);
        await space.ApplyDigitsAsync();

        await space.UntilAsync(Kinds.Deployment, "ml-digits");
        await controller.UntilQuietAsync();
        var passes = await PassesAsync(controller, "MLComponent");
        await cluster.KubectlAsync("annotate", "configmap", "theirs", "a=b", "--namespace", space.Name);
        await cluster.ApplyAsync(Samples.Box(space.Name, "another"));
        await space.UntilConditionAsync(Kinds.Box, "another", "Accepted", "True");
        await controller.UntilQuietAsync();

        (await PassesAsync(controller, "MLComponent")).ShouldBe(passes);
        (await space.FindAsync(Kinds.ConfigMap, "theirs")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Reconcile_ClusterThatCannotTakeAChange_SaysThatItIsNotApplied()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Deployment, "ml-digits");
        await cluster.KubectlAsync("label", "namespace", space.Name, $"refuses={space.Name}");
        using var folder = new TempFolder();
        var refusal = folder.Write("webhook.yaml", $$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: { name: {{space.Name}} }
            webhooks:
              - name: nobody.example.org
                clientConfig: { url: "https://127.0.0.1:1/" }
                rules: [ { apiGroups: [ apps ], apiVersions: [ "*" ], operations: [ "*" ], resources: [ deployments ] } ]
                namespaceSelector: { matchLabels: { refuses: {{space.Name}} } }
                failurePolicy: Fail
                sideEffects: None
                admissionReviewVersions: [ v1 ]
            """);
        await cluster.KubectlAsync("apply", "--filename", refusal);

        await cluster.ApplyAsync(Samples.Component(space.Name, "digits", "61s"));

        await Condition.HoldsAsync(async () => await RolledOutAsync(space) == "NotApplied", () => "the status does not say so");
        await cluster.KubectlAsync("delete", "validatingwebhookconfiguration", space.Name);
        await Condition.HoldsAsync(async () => await RolledOutAsync(space) != "NotApplied", () => "it is not tried again");
    }

    [Fact]
    public async Task Reconcile_TwoNamesThatAreCutToTheSame_TheSecondSaysThatItIsTaken()
    {
        var space = await cluster.SpaceAsync();
        var longest = new string('a', 63);
        var cut = ObjectNames.OfComponent(longest)["ml-".Length..];
        await cluster.ApplyAsync(Samples.Box(space.Name, "models"));
        await cluster.ApplyAsync(Samples.Component(space.Name, longest, "60s"));
        await using var controller = await space.StartControllerAsync();
        await space.UntilAsync(Kinds.Deployment, "ml-" + cut);

        await cluster.ApplyAsync(Samples.Component(space.Name, cut, "60s"));

        await space.UntilConditionAsync(Kinds.Component, cut, "Accepted", "False");
        (await space.FindAsync(Kinds.Component, cut))!.Json.GetProperty("status").GetProperty("message").GetString()!.ShouldContain("is there already");
    }

    [Fact]
    public async Task Reconcile_ApiUnpublished_IngressGoesAndHostNoLongerServesIt()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Ingress, "api-digits-api");
        await controller.UntilQuietAsync();
        var before = Manifest(await space.UntilAsync(Kinds.Deployment, "ml-digits"));

        var api = Samples.Api(space.Name, "digits");
        api["spec"]!["published"] = false;
        await cluster.ApplyAsync(api);

        await space.UntilGoneAsync(Kinds.Ingress, "api-digits-api");
        await space.UntilConditionAsync(Kinds.Api, "digits-api", "Published", "False");
        var after = Manifest(await space.UntilAsync(Kinds.Deployment, "ml-digits", json => Manifest(json) != before));
        var files = await space.UntilAsync(Kinds.ConfigMap, after);
        files.Json.GetProperty("data").TryGetProperty("apicomponent-digits-api.yaml", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Reconcile_SomebodyChangesWhatIsMade_IsUndone()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Deployment, "ml-digits");
        await space.UntilAsync(Kinds.Service, "ml-digits");

        await space.TakeOverAsync(Kinds.Deployment, "ml-digits", new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 7 } });
        await cluster.KubectlAsync("delete", "service/ml-digits", "serviceaccount/inference-host", "--namespace", space.Name);

        await space.UntilAsync(Kinds.Deployment, "ml-digits", json => json.GetProperty("spec").GetProperty("replicas").GetInt32() == 1);
        await space.UntilAsync(Kinds.Service, "ml-digits");
        await space.UntilAsync(Kinds.ServiceAccount, "inference-host");
        await Condition.HoldsAsync(async () => (await cluster.KubectlAsync("get", "events", "--namespace", space.Name)).Contains("DriftUndone"), () => "no event tells of it");
    }

    [Fact]
    public async Task Reconcile_OthersAddToWhatIsMade_IsLeft()
    {
        var space = await cluster.SpaceAsync();
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        await space.UntilAsync(Kinds.Service, "ml-digits");
        await cluster.KubectlAsync("annotate", "service", "ml-digits", "somebody=was-here", "--namespace", space.Name);

        await space.ApplyDigitsAsync(timeout: "90s");
        await controller.UntilQuietAsync();

        (await space.FindAsync(Kinds.Service, "ml-digits"))!.Annotations["somebody"].ShouldBe("was-here");
    }

    [Fact]
    public async Task Reconcile_NameIsTakenBySomebodyElse_LeavesItAndSaysSo()
    {
        var space = await cluster.SpaceAsync();
        await cluster.KubectlAsync("create", "service", "clusterip", "ml-digits", "--tcp=5432:5432", "--namespace", space.Name);
        var theirs = await space.UntilAsync(Kinds.Service, "ml-digits");
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();

        var component = await space.UntilConditionAsync(Kinds.Component, "digits", "Accepted", "False");

        Statuses.Message(component.Json, "Accepted")!.ShouldContain("a Service named ml-digits is there already");
        (await space.FindAsync(Kinds.Service, "ml-digits"))!.ResourceVersion.ShouldBe(theirs.ResourceVersion);

        // mended without a word to the controller
        await cluster.KubectlAsync("delete", "service", "ml-digits", "--namespace", space.Name);
        await space.UntilConditionAsync(Kinds.Component, "digits", "Accepted", "True");
    }

    [Fact]
    public async Task Reconcile_StoreCredentialsChange_RollsThePods()
    {
        var space = await cluster.SpaceAsync();
        await cluster.KubectlAsync("create", "secret", "generic", "inference-s3", "--from-literal=AWS_ACCESS_KEY_ID=a", "--from-literal=AWS_SECRET_ACCESS_KEY=b", "--namespace", space.Name);
        await using var controller = await space.StartControllerAsync();
        await space.ApplyDigitsAsync();
        var before = Credentials(await space.UntilAsync(Kinds.Deployment, "ml-digits", json => Credentials(json) is not null));

        await cluster.KubectlAsync("patch", "secret", "inference-s3", "--namespace", space.Name, "-p", """{"stringData":{"AWS_SECRET_ACCESS_KEY":"c"}}""");

        await space.UntilAsync(Kinds.Deployment, "ml-digits", json => Credentials(json) != before);
    }

    private static string Manifest(Cluster.ClusterObject deployment) => Manifest(deployment.Json);

    private static string Manifest(System.Text.Json.JsonElement deployment) =>
        deployment.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("volumes")[0].GetProperty("configMap").GetProperty("name").GetString()!;

    private static string? Credentials(Cluster.ClusterObject deployment) => Credentials(deployment.Json);

    private static string? Credentials(System.Text.Json.JsonElement deployment) =>
        deployment.GetProperty("spec").GetProperty("template").GetProperty("metadata").GetProperty("annotations").TryGetProperty("unified-platform.cs.hse.ru/store-credentials", out var version) ? version.GetString() : null;

    private static async Task<double> PassesAsync(ControllerProcess controller, string kind) => (await controller.MetricsAsync())
        .Where(sample => sample.Key.StartsWith($"inference_controller_passes_total{{kind=\"{kind}\"", StringComparison.Ordinal)).Sum(sample => sample.Value);

    private static async Task<string?> RolledOutAsync(TestSpace space) => (await space.FindAsync(Kinds.Component, "digits"))!.Json.GetProperty("status").GetProperty("conditions").EnumerateArray()
        .Where(condition => condition.GetProperty("type").GetString() == "RolledOut").Select(condition => condition.GetProperty("reason").GetString()).SingleOrDefault();
}
