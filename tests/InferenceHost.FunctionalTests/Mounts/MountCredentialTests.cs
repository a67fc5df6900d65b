using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;
using Inference.Testing.S3;

namespace Inference.InferenceHost.FunctionalTests.Mounts;

/// <summary>Who a host is to a store, and how it knows the store.</summary>
public sealed class MountCredentialTests(SharedStore shared)
{
    private const string Wrong = "a-wrong-secret-nobody-may-see";
    private static readonly string[] Quickly = ["--s3-poll", "200ms"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoSecret_TheEnvironmentHasCredentials_TheyAreUsed()
    {
        var (store, bucket) = await BucketAsync(1);
        using var folder = Manifests("chain", Bare(store.Server.Address, bucket));
        await using var host = await StartAsync(folder, new() { ["AWS_ACCESS_KEY_ID"] = S3Server.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = S3Server.SecretKey });

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/chain/predict") == 1);
    }

    [Fact]
    public async Task NoSecret_AProfileHasCredentials_TheyAreUsed()
    {
        var (store, bucket) = await BucketAsync(2);
        using var home = new TempFolder();
        var profile = home.Write("credentials", $"[lab]\naws_access_key_id = {S3Server.AccessKey}\naws_secret_access_key = {S3Server.SecretKey}\n");
        using var folder = Manifests("profile", Bare(store.Server.Address, bucket));
        await using var host = await StartAsync(folder, new() { ["AWS_SHARED_CREDENTIALS_FILE"] = profile, ["AWS_PROFILE"] = "lab" });

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/profile/predict") == 2);
    }

    [Fact]
    public async Task NoSecret_NorAnythingInTheEnvironment_WaitsAndSaysSo()
    {
        var (store, bucket) = await BucketAsync(3);
        using var folder = Manifests("nobody", Bare(store.Server.Address, bucket));
        await using var host = await StartAsync(folder, new() { ["AWS_EC2_METADATA_DISABLED"] = "true", ["AWS_SHARED_CREDENTIALS_FILE"] = folder.ModelPath("none") });

        await WaitForReasonAsync(host, "nobody", "StoreDenied");
        var message = (await host.StatusAsync("MLComponent", "nobody")).Text("message");
        message.ShouldContain("no credentials were found; name a Secret");
    }

    [Fact]
    public async Task Secret_CorrectedWhileRunning_IsTakenUp()
    {
        var (store, bucket) = await BucketAsync(4);
        using var folder = Manifests("secret", store.Place(bucket, "prefix: team")).Write("keys.yaml", StoreServer.Keys(Wrong));
        await using var host = await StartAsync(folder, []);
        await WaitForReasonAsync(host, "secret", "StoreDenied");

        folder.Write("keys.yaml", StoreServer.Keys());
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/secret/predict") == 4);

        // and back: what is loaded stays
        folder.Write("keys.yaml", StoreServer.Keys(Wrong));
        await WaitForReasonAsync(host, "secret", "StoreDenied");
        (await host.AskVersionAsync("/tests/secret/predict")).ShouldBe(4);
        host.Errors.ToString()!.ShouldNotContain(Wrong);
        host.Errors.ToString()!.ShouldNotContain(S3Server.SecretKey);
    }

    [Fact]
    public async Task SecretInAFolder_Replaced_IsTakenUp()
    {
        var (store, bucket) = await BucketAsync(5);
        using var secrets = new TempFolder();
        secrets.Write("tests/keys/AWS_ACCESS_KEY_ID", S3Server.AccessKey + "\n");
        secrets.Write("tests/keys/AWS_SECRET_ACCESS_KEY", Wrong + "\n");
        using var folder = Manifests("mounted", store.Place(bucket, "prefix: team"));
        await using var host = await StartAsync(folder, [], "--secrets", secrets.FullPath);
        await WaitForReasonAsync(host, "mounted", "StoreDenied");

        secrets.Write("tests/keys/AWS_SECRET_ACCESS_KEY", S3Server.SecretKey + "\n");

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/mounted/predict") == 5);
    }

    [Fact]
    public async Task Https_ACertificateThatTheEnvironmentTrusts_IsTaken()
    {
        var (store, bucket) = await BucketAsync(6);
        using var certificate = NewCertificate();
        await using var proxy = StoreProxy.Start(store.Server.Address, certificate);
        using var trusted = new TempFolder();
        var file = trusted.Write("trusted.pem", certificate.ExportCertificatePem());
        using var folder = Manifests("tls", store.Place(bucket, "prefix: team", proxy.Address)).Write("keys.yaml", StoreServer.Keys());
        await using var host = await StartAsync(folder, new() { ["SSL_CERT_FILE"] = file });

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/tls/predict") == 6);
        proxy.Bodies.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Https_ACertificateThatNobodyTrusts_WaitsAndSaysSo()
    {
        var (store, bucket) = await BucketAsync(7);
        using var certificate = NewCertificate();
        await using var proxy = StoreProxy.Start(store.Server.Address, certificate);
        using var folder = Manifests("unknown", store.Place(bucket, "prefix: team", proxy.Address)).Write("keys.yaml", StoreServer.Keys());
        await using var host = await StartAsync(folder, []);

        await WaitForReasonAsync(host, "unknown", "StoreUnreachable");

        (await host.StatusAsync("MLComponent", "unknown")).Text("message").ShouldContain("certificate");
        proxy.Requests.ShouldBeEmpty();
    }

    private async Task<(StoreServer Store, string Bucket)> BucketAsync(long version)
    {
        var store = await shared.GetAsync();
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(version));
        return (store, bucket);
    }

    private static ManifestFolder Manifests(string name, string place) => new ManifestFolder().Write(
        $"{name}.yaml",
        ManifestFolder.Component("tests", name).Replace($"folder: {{ path: models/tests.{name} }}", place, StringComparison.Ordinal) + ManifestFolder.Api("tests", name));

    private static string Bare(Uri address, string bucket) => $"s3: {{ endpoint: {address.GetLeftPart(UriPartial.Authority)}, bucket: {bucket}, prefix: team }}";

    private static Task<HostProcess> StartAsync(ManifestFolder folder, Dictionary<string, string?> environment, params string[] options) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = [.. Quickly, .. options], Environment = environment, UntilReady = false }, Stop);

    private static Task WaitForReasonAsync(HostProcess host, string component, string reason) =>
        host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", component)).Text("reason") == reason);

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=store", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
