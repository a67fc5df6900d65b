using System.Globalization;
using Inference.Testing;
using Inference.Testing.Tokens;
using InferenceHost.Admission;
using InferenceHost.Admission.Tokens;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.InferenceHost.Tests.Admission.Tokens;

/// <summary>An issuer on a real port, a gate that believes it, and the parts of a token that is right.</summary>
public sealed class TokenRig : IAsyncLifetime
{
    public const string Audience = "ocr";
    private Recollection last;

    public ManualClock Clock { get; } = new();

    public TestKey Rsa { get; } = TestKey.OfRsa("r1");

    public TestKey Curve { get; } = TestKey.OfCurve("e1");

    public TestIssuer Server { get; private set; } = null!;

    internal Issuer Issuer { get; private set; } = null!;

    internal TokenGate Gate { get; private set; } = null!;

    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Claims of Bob's, good for five minutes, in JSON without the closing brace.</summary>
    public string Claims => string.Create(CultureInfo.InvariantCulture, $$"""{"iss":"{{Server.Url}}","aud":"{{Audience}}","sub":"bob","iat":{{Now}},"exp":{{Now + 300}}""");

    public async ValueTask InitializeAsync()
    {
        Server = await TestIssuer.StartAsync(Rsa, Curve);
        Issuer = new Issuer(Server.Url, Clock, new IssuerLog(NullLogger.Instance));
        Gate = GateOf("sub");
    }

    internal TokenGate GateOf(string claim, params string[]? users) => new(new TokenRule(Server.Url, Audience, claim, users is { Length: > 0 } ? [.. users] : null), Issuer, Clock);

    /// <summary>A token signed rightly, of these parts.</summary>
    public string Sign(string head, string payload) => head.Contains("\"ES256\"") ? Curve.Sign("ES256", head, payload) : Rsa.Sign(head.Contains("\"PS256\"") ? "PS256" : "RS256", head, payload);

    public string Good(string algorithm = "RS256") => Sign(Head(algorithm), Claims + "}");

    public static string Head(string algorithm) => $$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"{{(algorithm == "ES256" ? "e1" : "r1")}}"}""";

    /// <summary>The caller's name, or the code of the refusal.</summary>
    internal async Task<string> AskAsync(string token, TokenGate? gate = null)
    {
        var outcome = await (gate ?? Gate).CheckAsync($"Bearer {token}");
        return outcome.TryGet(out var bearer, out var error) ? bearer.Name : error.Code.ToString();
    }

    internal bool Recalls(string token) => Gate.TryRecall($"Bearer {token}", ref last, out _);

    public async ValueTask DisposeAsync()
    {
        Issuer.Dispose();
        await Server.DisposeAsync();
        Rsa.Dispose();
        Curve.Dispose();
    }
}
