using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Pods;

/// <summary>Manifests and Secrets as the kubelet mounts and replaces them.</summary>
public sealed class PodVolumeTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secret_OptionalAndAbsentThenFilledThenReplaced_IsTakenUpWithoutARestart()
    {
        _ = new KubeletVolume(folder["manifests"], Values("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi));
        var people = new KubeletVolume(folder["secrets/tests/people"], new Dictionary<string, string>());
        await using var host = await HostProcess.StartAsync(new HostStart(folder["manifests"]) { Options = ["--secrets", folder["secrets"]] }, Stop);
        var status = await host.StatusAsync("APIComponent", "files");
        status.Text("state").ShouldBe("not-served");
        status.Text("reason").ShouldBe("SecretMissing");

        people.Update(Values("bob", "first"));
        await host.WaitForAsync(async () => await AskAsync(host, "bob", "first") == 200);

        // of the same length
        people.Update(Values("bob", "other"));
        await host.WaitForAsync(async () => await AskAsync(host, "bob", "other") == 200);
        (await AskAsync(host, "bob", "first")).ShouldBe(401);

        people.Update(Values("eve", "other"));
        await host.WaitForAsync(async () => await AskAsync(host, "eve", "other") == 200);
        (await AskAsync(host, "bob", "other")).ShouldBe(401);

        people.Update(new Dictionary<string, string>());
        await host.WaitForAsync(async () => await AskAsync(host, "eve", "other") == 404);
    }

    [Fact]
    public async Task Manifests_OfAConfigMap_AreReadOnceEach()
    {
        _ = new KubeletVolume(folder["manifests"], Values("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi + FilesHost.Users));
        await using var host = await HostProcess.StartAsync(new HostStart(folder["manifests"]), Stop);

        var documents = (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Json.EnumerateArray().Select(document => document.Text("kind")).ToArray();
        documents.Order(StringComparer.Ordinal).ShouldBe(["APIComponent", "DataBox", "Secret"]);
        host.Errors.ToString().ShouldNotContain("\"level\":\"Error\"");
        (await AskAsync(host, FilesHost.Bob, FilesHost.Password)).ShouldBe(200);
    }

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, string> Values(string key, string value) => new() { [key] = value };

    private static async Task<int> AskAsync(HostProcess host, string user, string password) =>
        (await RawRequest.Get("/tests/files/users").As(user, password).SendAsync(host.PublicUrl)).Status;
}
