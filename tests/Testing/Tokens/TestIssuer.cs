using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inference.Testing.Tokens;

/// <summary>An OpenID Connect issuer on a port of its own: its discovery document and its keys, which may be changed, withheld or spoilt.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication application;
    private int asked;

    private TestIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        application = builder.Build();
        application.MapGet("/.well-known/openid-configuration", () =>
        {
            OnDiscovery?.Invoke();
            return Answer(Discovery ?? $$"""{"issuer":"{{Url}}","jwks_uri":"{{Url}}/keys"}""");
        });
        application.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref asked);
            return Answer(Keys);
        });
        application.MapGet("/elsewhere", () => Results.Redirect("/keys"));
    }

    public string Url => application.Urls.Single();

    /// <summary>What it says of itself; null for the truth.</summary>
    public string? Discovery { get; set; }

    /// <summary>The text of its key set.</summary>
    public string Keys { get; set; } = "{}";

    /// <summary>Answers nothing but 500.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Done before it says what it is.</summary>
    public Action? OnDiscovery { get; set; }

    /// <summary>How often its keys were asked for.</summary>
    public int Asked => Volatile.Read(ref asked);

    public static async Task<TestIssuer> StartAsync(params TestKey[] keys)
    {
        var issuer = new TestIssuer();
        await issuer.application.StartAsync();
        issuer.Give(keys);
        return issuer;
    }

    /// <summary>The keys from now on.</summary>
    public void Give(params TestKey[] keys) => Keys = $$"""{"keys":[{{string.Join(',', keys.Select(key => key.ToJson()))}}]}""";

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private IResult Answer(string text) => IsBroken ? Results.StatusCode(StatusCodes.Status500InternalServerError) : Results.Text(text, "application/json");
}
