using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Access;

/// <summary>TLS on the public listener, and what proxies before it may say.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder tls = new();
    private readonly ManifestFolder folder = new ManifestFolder().Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi + FilesHost.Users);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Options => ["--certificate", tls["tls.crt"], "--key", tls["tls.key"], "--trusted-proxies", "127.0.0.1, 10.0.0.0/8"];

    [Fact]
    public async Task Listener_WithACertificate_TakesUpANewOneAndKeepsItOverABrokenOne()
    {
        WritePair(tls, "..one", "one");
        Directory.CreateSymbolicLink(tls["..data"], "..one");
        File.CreateSymbolicLink(tls["tls.crt"], "..data/tls.crt");
        File.CreateSymbolicLink(tls["tls.key"], "..data/tls.key");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = [.. Options, "--bind", "0.0.0.0"] }, Stop);
        host.PublicUrl.Scheme.ShouldBe("https");
        (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Text.ShouldNotContain("plain HTTP");

        (await AskAsync(host, HttpVersion.Version11)).ShouldBe(("CN=one", HttpVersion.Version11, HttpStatusCode.OK));
        (await AskAsync(host, HttpVersion.Version20)).ShouldBe(("CN=one", HttpVersion.Version20, HttpStatusCode.OK));
        await Should.ThrowAsync<Exception>(() => HandshakeAsync(host));

        WritePair(tls, "..two", "two");
        Point("..two");
        await host.WaitForAsync(async () => (await AskAsync(host, HttpVersion.Version11)).Subject == "CN=two", Patience, Stop);

        tls.Write("..three/tls.crt", await File.ReadAllTextAsync(tls["..one/tls.crt"], Stop));
        tls.Write("..three/tls.key", await File.ReadAllTextAsync(tls["..two/tls.key"], Stop));
        Point("..three");
        await host.Errors.FindAsync(line => line.Contains("the old one serves on"), Patience, Stop);
        (await AskAsync(host, HttpVersion.Version11)).Subject.ShouldBe("CN=two");
        host.Errors.ToString().ShouldNotContain("-----BEGIN");
    }

    [Fact]
    public async Task Serve_ABrokenPair_Fails()
    {
        tls.Write("tls.crt", "nothing");
        tls.Write("tls.key", "nothing");

        var run = await HostProgram.RunAsync(["serve", folder.FullPath, "--data", tls["data"], .. Options], Stop);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldStartWith("--certificate, --key: expected a certificate and its key in PEM");
    }

    [Theory]
    [InlineData("--trusted-proxies 127.0.0.1", "https://files.example/tests/")]
    [InlineData("--trusted-proxies 10.0.0.0/8", "http://localhost/tests/")]
    [InlineData("", "http://localhost/tests/")]
    public async Task Link_BehindAProxy_BeginsAsItSaysWhereItIsTrusted(string options, string url)
    {
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = options.Split(' ', StringSplitOptions.RemoveEmptyEntries) }, Stop);

        var answer = await new RawRequest("PUT", "/tests/files/users/g/f").As(FilesHost.Bob, FilesHost.Password)
            .With("X-Forwarded-Proto", "https").With("X-Forwarded-Host", "files.example").SendAsync(host.PublicUrl);

        answer.Json.GetProperty("presigned_put_url").GetString()!.ShouldStartWith(url);
    }

    [Fact]
    public async Task Status_UsersOffLoopbackInPlainHttp_IsRemarked()
    {
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--bind", "0.0.0.0"] }, Stop);

        (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Text.ShouldContain("plain HTTP");
        await host.UntilLoggedAsync("LogReach", "published APIs", "0.0.0.0");
    }

    public void Dispose()
    {
        folder.Dispose();
        tls.Dispose();
    }

    /// <summary>A certificate and its key in a folder below, tls.crt and tls.key.</summary>
    internal static void WritePair(TempFolder tls, string version, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        tls.Write(Path.Combine(version, "tls.crt"), certificate.ExportCertificatePem());
        tls.Write(Path.Combine(version, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private void Point(string version)
    {
        Directory.Delete(tls["..data"]);
        Directory.CreateSymbolicLink(tls["..data"], version);
    }

    private static async Task<(string? Subject, Version Version, HttpStatusCode Status)> AskAsync(HostProcess host, Version version)
    {
        string? subject = null;
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => (subject = certificate?.Subject) is not null;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.PublicUrl, "/tests/files/users")) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("Authorization", Callers.Basic(FilesHost.Bob, FilesHost.Password));
        using var answer = await http.SendAsync(request, Stop);
        return (subject, answer.Version, answer.StatusCode);
    }

    private static async Task HandshakeAsync(HostProcess host)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(host.PublicUrl.Host, host.PublicUrl.Port, Stop);
        await using var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
#pragma warning disable SYSLIB0039, CA5397 // too old on purpose
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "one", EnabledSslProtocols = SslProtocols.Tls11 }, Stop);
#pragma warning restore SYSLIB0039, CA5397
    }
}
