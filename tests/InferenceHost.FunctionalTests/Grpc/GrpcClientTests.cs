using System.Net;
using System.Net.Security;
using Inference.InferenceHost.FunctionalTests.Access;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Grpc;

/// <summary>The host as clients see it that are not ours; what each asks and expects stands in <c>Clients/client.py</c> and <c>client.js</c>.</summary>
public sealed class GrpcClientTests(GrpcHost rig)
{
    private const string Python = "python";
    private const string JavaScript = "javascript";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("infer")]
    [InlineData("types")]
    [InlineData("wrong")]
    [InlineData("metadata")]
    [InlineData("repository")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("overload")]
    [InlineData("unread")]
    [InlineData("stream")]
    [InlineData("gzip")]
    [InlineData("large")]
    [InlineData("health")]
    [InlineData("access")]
    [InlineData("reflection")]
    public Task Scenario_OfThePythonClient_GoesAsItShould(string scenario) => GrpcClient.RunAsync(Python, rig.Host, scenario, $"{rig.Host.InternalUrl}metrics");

    [Theory]
    [InlineData("infer")]
    [InlineData("wrong")]
    [InlineData("metadata")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("stream")]
    [InlineData("gzip")]
    [InlineData("large")]
    [InlineData("health")]
    [InlineData("access")]
    public Task Scenario_OfTheJavaScriptClient_GoesAsItShould(string scenario) => GrpcClient.RunAsync(JavaScript, rig.Host, scenario);

    [Fact]
    public async Task PublicListener_WithACertificate_SpeaksTlsAndLeavesTheOthersAsTheyAre()
    {
        using var folder = new ManifestFolder().Add("tests", "sum", TestModels.PathOf("sum"));
        using var pair = new TempFolder();
        CertificateTests.WritePair(pair, "", "localhost");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--certificate", pair["tls.crt"], "--key", pair["tls.key"]] }, Stop);
        host.PublicGrpcUrl.Scheme.ShouldBe("https");

        await GrpcClient.RunAsync(Python, host, "tls", pair["tls.crt"]);

        // one certificate, and protocols of its own for each listener
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" } };
        using var client = new HttpClient(handler) { BaseAddress = host.PublicUrl, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        (await client.GetAsync("/openapi.json", Stop)).Version.ShouldBe(HttpVersion.Version11);
    }

    [Fact]
    public async Task Metrics_OfCallsOverGrpc_AreCountedUnderTheirProtocol()
    {
        await GrpcClient.RunAsync(Python, rig.Host, "infer");

        var page = await rig.Host.Internal.GetStringAsync("/metrics", Stop);

        page.ShouldContain("inference_requests_total{component=\"tests.sum\",protocol=\"v2-grpc\",status=\"200\"}");
    }

    [Fact]
    public async Task Terminate_WithCallsInHand_AnswersThemAndEndsStreams()
    {
        using var folder = new ManifestFolder().AddUnpublished("tests", "sum", TestModels.PathOf("sum"));
        folder.AddUnpublished("tests", "slow", TestModels.PathOf("slow"), "requestTimeout: 2m\nwarmup: { enabled: false }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        using var generated = new TempFolder();
        using var client = await GrpcClient.StartAsync(Python, host, "drain", generated, "20000");
        var errors = client.StandardError.ReadToEndAsync(Stop);
        var said = await client.StandardOutput.ReadLineAsync(Stop);
        if (said != "begun")
            throw new InvalidOperationException(await errors);

        host.Terminate().ShouldBeTrue();

        said = (await client.StandardOutput.ReadToEndAsync(Stop)).Trim();
        await client.WaitForExitAsync(Stop);
        (client.ExitCode, said).ShouldBe((0, "done"), await errors);
        (await host.WaitForExitAsync(Stop)).ShouldBe(0, host.Errors.ToString());
    }
}
