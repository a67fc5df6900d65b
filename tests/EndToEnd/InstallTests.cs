using Inference.EndToEnd.Clusters;
using Inference.EndToEnd.Nodes;

namespace Inference.EndToEnd;

/// <summary>The controller comes, is replaced and goes; what it made serves on.</summary>
public sealed class InstallTests(TestCluster cluster, ITestOutputHelper output)
{
    private const string NextHost = "localhost/inference-host:next";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_OtherSettingsUnderLoad_ControllersAreReplacedAndDeploymentsAreNotTouched()
    {
        cluster.Require();
        await cluster.Install.ApplyAsync(Cancelled);
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);
        await service.Place.UntilAsync("mlcomponent", "digits", "ready", Cancelled);
        var before = await DeploymentAsync(service);

        await service.UnderLoadAsync(output, _ => cluster.Install.ApplyAsync(Cancelled, "INFERENCE_CONTROLLER_POD_POLL=5s"));
        await service.Place.ApplySampleAsync("digits", Cancelled, DigitsService.WithReplicas(1));
        await service.Place.UntilAsync("mlcomponent", "digits", "ready", Cancelled);

        var after = await DeploymentAsync(service);
        (Status.Uid(after), Status.Generation(after)).ShouldBe((Status.Uid(before), Status.Generation(before)));
    }

    [Fact]
    public async Task Apply_NewHostImageUnderLoad_PodsAreReplacedAndNoRequestFails()
    {
        cluster.Require();
        await cluster.Node.RunAsync(Cancelled, "ctr", "--namespace", "k8s.io", "images", "tag", "--force", "localhost/inference-host:dev", NextHost);
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);
        var before = await service.PodsAsync(Cancelled);

        await service.UnderLoadAsync(output, async _ =>
        {
            await cluster.Install.ApplyAsync(Cancelled, $"INFERENCE_CONTROLLER_HOST_IMAGE={NextHost}");
            await service.ReplacedAsync(before, Cancelled);
        });
        await cluster.Install.ApplyAsync(Cancelled);
    }

    [Fact]
    public async Task Delete_ControllerUnderLoad_ServicesRunOnUntilTheirKindsAreDeleted()
    {
        cluster.Require();
        await cluster.Install.ApplyAsync(Cancelled);
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);
        var before = await service.PodsAsync(Cancelled);

        await service.UnderLoadAsync(output, _ => cluster.Install.RemoveControllerAsync(Cancelled));
        (await service.PodsAsync(Cancelled)).ShouldBe(before);
        (await Kubectl.FindAsync(service.Place.Name, "mlcomponent", "digits", Cancelled)).ShouldNotBeNull();

        // installed again, it takes up what is there, and what was asked for meanwhile
        await service.Place.ApplySampleAsync("digits", Cancelled, DigitsService.WithReplicas(2));
        await cluster.Install.ApplyAsync(Cancelled);
        await service.ReplicasAsync(2, Cancelled);
        (await service.PodsAsync(Cancelled)).ShouldContain(before[0]);

        await cluster.Install.RemoveControllerAsync(Cancelled);
        await Install.RemoveKindsAsync(Cancelled);
        await Eventually.HoldsAsync(async () => (await Kubectl.ListAsync(service.Place.Name, "deployments,services,configmaps", Cancelled, "--selector", "app.kubernetes.io/managed-by=inference-controller")).Count == 0,
            () => "something is left that was made for a manifest", Cancelled);
        await cluster.Install.ApplyAsync(Cancelled);
    }

    [Theory]
    [InlineData("get", "secrets/other", "no")]
    [InlineData("list", "secrets", "no")]
    [InlineData("get", "secrets/inference-s3", "yes")]
    [InlineData("create", "pods", "no")]
    [InlineData("create", "pods/exec", "no")]
    [InlineData("update", "mlcomponents.unified-platform.cs.hse.ru", "no")]
    [InlineData("delete", "mlcomponents.unified-platform.cs.hse.ru", "no")]
    [InlineData("patch", "mlcomponents.unified-platform.cs.hse.ru/status", "yes")]
    [InlineData("create", "rolebindings.rbac.authorization.k8s.io", "no")]
    [InlineData("create", "deployments.apps", "yes")]
    [InlineData("create", "leases.coordination.k8s.io", "no")]
    [InlineData("get", "nodes", "no")]
    public async Task AuthCanI_AsTheController_OnlyWhatItNeeds(string verb, string resource, string answer)
    {
        cluster.Require();
        var path = resource.Split('/');
        string[] name = path is [var kind, var rest] ? rest is "exec" or "status" ? [kind, "--subresource", rest] : [resource] : [resource];

        var run = await ProgramRun.OfAsync("kubectl", ["auth", "can-i", verb, .. name, "--namespace", "default", "--as", $"system:serviceaccount:{Install.Namespace}:controller"], Cancelled);

        run.Output.Trim().ShouldBe(answer, run.Errors);
    }

    private static async Task<System.Text.Json.JsonElement> DeploymentAsync(DigitsService service) =>
        (await Kubectl.FindAsync(service.Place.Name, "deployment", DigitsService.Deployment, Cancelled)).ShouldNotBeNull();
}
