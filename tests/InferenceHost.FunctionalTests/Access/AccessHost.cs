using System.Globalization;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;
using Inference.Testing.Tokens;

[assembly: AssemblyFixture(typeof(Inference.InferenceHost.FunctionalTests.Access.AccessHost))]

namespace Inference.InferenceHost.FunctionalTests.Access;

/// <summary>
/// One host, with an issuer of tokens beside it, for tests of who may call and how often: the model <c>sum</c> behind APIs of namespace <c>tests</c> that are called by what is particular about each, and the
/// file API of namespace <c>other</c>, for bearers of tokens.
/// </summary>
public sealed class AccessHost : IAsyncLifetime
{
    public const string Origin = "https://app.example";
    public const string Body = """{"inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":[1]},{"name":"b","datatype":"FP32","shape":[1],"data":[1]}]}""";
    private readonly ManifestFolder folder = new();
    private readonly TestKey key = TestKey.OfRsa("r1");
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public TestIssuer Issuer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync(key);
        folder.AddUnpublished("tests", "sum", TestModels.PathOf("sum"));
        folder.Write("apis.yaml", FilesHost.Users
            + Api("limited", "auth: { anonymous: {} }, limits: { requestsPerSecond: 0.01, burst: 2 }")
            + Api("often", "auth: { anonymous: {} }, limits: { requestsPerSecond: 0.01, burst: 2 }")
            + Api("counted", "auth: { basic: { credentials: people } }, limits: { requestsPerSecond: 0.01, burst: 2 }")
            + Api("small", "auth: { anonymous: {} }, limits: { maxBodyBytes: 1Ki }")
            + Api("shared", $"auth: {{ basic: {{ credentials: people }} }}, cors: {{ origins: [ '{Origin}' ] }}, limits: {{ requestsPerSecond: 1000 }}")
            + Api("anyone", "auth: { anonymous: {} }, cors: { origins: [ '*' ] }")
            + Api("alone", "auth: { anonymous: {} }")
            + Api("vouched", $"auth: {{ oidc: {{ issuer: '{Issuer.Url}', audience: ocr }} }}")
            + Api("few", $"auth: {{ oidc: {{ issuer: '{Issuer.Url}', audience: ocr, usersSecret: people }} }}")
            + Api("orphan", "auth: { oidc: { issuer: 'http://127.0.0.1:1', audience: ocr } }")
            + Api("hidden", "auth: { anonymous: {} }").Replace("spec:\n", "spec:\n  published: false\n"));
        folder.Write("files.yaml", (FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi).Replace("namespace: tests", "namespace: other")
            .Replace("basic: { credentials: people }", $"oidc: {{ issuer: '{Issuer.Url}', audience: ocr }}").Replace("restfulApi: {", $"restfulApi: {{ cors: {{ origins: [ '{Origin}' ] }}, limits: {{ requestsPerSecond: 0.01, burst: 20 }},"));
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        await Issuer.DisposeAsync();
        key.Dispose();
        folder.Dispose();
    }

    public Task<RawResponse> PredictAsync(string api, Func<RawRequest, RawRequest>? more = null) =>
        (more ?? (request => request))(RawRequest.Post($"/tests/{api}/predict", Body)).SendAsync(Host.PublicUrl);

    /// <summary>A token of the issuer's, good for an hour.</summary>
    public string Token(string user, string audience = "ocr")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return key.Sign("RS256", """{"alg":"RS256","kid":"r1"}""", string.Create(CultureInfo.InvariantCulture, $$"""{"iss":"{{Issuer.Url}}","aud":"{{audience}}","sub":"{{user}}","exp":{{now + 3600}}}"""));
    }

    private static string Api(string path, string restful) => $"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: {"{"} name: {path}-api, namespace: tests {"}"}
        spec:
          mlComponent: {"{"} name: sum {"}"}
          restfulApi: {"{"} path: {path}, {restful} {"}"}
        ---

        """;
}
