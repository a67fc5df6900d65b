using System.Net;
using InferenceHost.Protocols;
using Microsoft.AspNetCore.Http;

namespace Inference.InferenceHost.Tests.Protocols;

public sealed class TrustedProxiesTests
{
    private readonly TrustedProxies proxies = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")]);

    [Theory]
    [InlineData("192.0.2.9", "198.51.100.1", "192.0.2.9")]
    [InlineData("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("fd00::1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.1", "203.0.113.5, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "203.0.113.5, 198.51.100.1, 10.0.0.2", "198.51.100.1")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("10.0.0.1", "203.0.113.5, unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.5, unknown, 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", ",", "10.0.0.1")]
    public void CallerOf_AWayHere_IsTheLastThatIsNoProxy(string peer, string way, string caller) =>
        proxies.CallerOf(Context(peer, ("X-Forwarded-For", way))).ShouldBe(IPAddress.Parse(caller));

    [Theory]
    [InlineData("192.0.2.9", "https", "files.example", "http://own:8080")]
    [InlineData("10.0.0.1", "https", "files.example", "https://files.example")]
    [InlineData("10.0.0.1", "HTTPS", "files.example:8443", "https://files.example:8443")]
    [InlineData("10.0.0.1", "http, https", "evil.example, files.example", "https://files.example")]
    [InlineData("10.0.0.1", "javascript", "[2001:db8::7]:80", "http://[2001:db8::7]:80")]
    [InlineData("10.0.0.1", "https", "evil.example/path", "https://own:8080")]
    [InlineData("10.0.0.1", "https", "user@evil.example", "https://own:8080")]
    [InlineData("10.0.0.1", "https", "evil.example?x", "https://own:8080")]
    [InlineData("10.0.0.1", "", "", "http://own:8080")]
    public void AddressOf_AForwardedRequest_IsWhatATrustedProxySays(string peer, string scheme, string host, string expected)
    {
        var (said, name) = proxies.AddressOf(Context(peer, ("X-Forwarded-Proto", scheme), ("X-Forwarded-Host", host)));

        $"{said}://{name}".ShouldBe(expected);
    }

    private static DefaultHttpContext Context(string peer, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("own:8080");
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = value;
        return context;
    }
}
