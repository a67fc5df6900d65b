using Inference.Testing.Tokens;
using InferenceHost.Admission;

namespace Inference.InferenceHost.Tests.Admission.Tokens;

/// <summary>Keys that change, and issuers that cannot be reached or cannot be believed.</summary>
public sealed class IssuerTests : IAsyncLifetime
{
    private readonly TokenRig rig = new();

    public ValueTask InitializeAsync() => rig.InitializeAsync();

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task Check_ManyAtOnce_AskOnce()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => rig.AskAsync(rig.Sign(TokenRig.Head("RS256"), rig.Claims + $",\"jti\":\"{i}\"}}"))));

        names.ShouldAllBe(name => name == "bob");
        rig.Server.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Check_ANewKey_IsFetchedAndTheOldOnesTokensAreForgotten()
    {
        var old = rig.Good();
        (await rig.AskAsync(old)).ShouldBe("bob");
        using var next = TestKey.OfRsa("r2");
        rig.Server.Give(next);
        var token = next.Sign("RS256", TokenRig.Head("RS256").Replace("r1", "r2"), rig.Claims + "}");

        (await rig.AskAsync(token)).ShouldBe("Unauthenticated", "asked a moment ago");
        rig.Server.Asked.ShouldBe(1);
        rig.Recalls(old).ShouldBeTrue();
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        (await rig.AskAsync(token)).ShouldBe("bob");

        rig.Recalls(old).ShouldBeFalse();
        (await rig.AskAsync(old)).ShouldBe("Unauthenticated");
    }

    [Fact]
    public async Task Recall_OnAConnectionFromBeforeTheKeysChanged_IsAnew()
    {
        var header = "Bearer " + rig.Good();
        var last = default(Recollection);
        (await rig.Gate.CheckAsync(header)).Error.ShouldBeNull();
        rig.Gate.TryRecall(header, ref last, out _).ShouldBeTrue();
        using var next = TestKey.OfRsa("r2");
        rig.Server.Give(rig.Rsa, rig.Curve, next);
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        (await rig.AskAsync(next.Sign("RS256", TokenRig.Head("RS256").Replace("r1", "r2"), rig.Claims + "}"))).ShouldBe("bob");

        rig.Gate.TryRecall(header, ref last, out _).ShouldBeFalse();
        (await rig.Gate.CheckAsync(header)).Error.ShouldBeNull();
        rig.Gate.TryRecall(header, ref last, out var caller).ShouldBeTrue();
        caller.ShouldBe("bob");
    }

    [Fact]
    public async Task Check_IssuerUnreachable_OldKeysAreGoodForADay()
    {
        (await rig.AskAsync(rig.Good())).ShouldBe("bob");
        rig.Server.IsBroken = true;
        rig.Clock.Advance(TimeSpan.FromHours(23));

        (await rig.AskAsync(rig.Good())).ShouldBe("bob");
        (await rig.AskAsync(rig.Rsa.Sign("RS256", TokenRig.Head("RS256").Replace("r1", "r2"), rig.Claims + "}"))).ShouldBe("IssuerUnreachable", "the issuer may have such a key");
        rig.Clock.Advance(TimeSpan.FromHours(2));
        (await rig.AskAsync(rig.Good())).ShouldBe("IssuerUnreachable");

        rig.Server.IsBroken = false;
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        (await rig.AskAsync(rig.Good())).ShouldBe("bob");
    }

    [Fact]
    public async Task Check_IssuerHangs_IsWaitedForOnce()
    {
        rig.Server.IsBroken = true;
        rig.Server.OnDiscovery = () => rig.Clock.Advance(TimeSpan.FromSeconds(20));
        var start = rig.Clock.GetTimestamp();

        (await rig.AskAsync(rig.Good())).ShouldBe("IssuerUnreachable");

        rig.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("not there at first")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("""{"issuer":"http://127.0.0.1:1","jwks_uri":"URL/keys"}""")]
    [InlineData("""{"issuer":"URL/","jwks_uri":"URL/keys"}""")]
    [InlineData("""{"issuer":"URL"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":7}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"/keys"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"file:///etc/passwd"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"http://192.0.2.1/keys"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"URL/elsewhere"}""")]
    [InlineData("""{"issuer":"URL","issuer":"URL","jwks_uri":"URL/keys"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"URL/keys","\ud800":1}""")]
    public async Task Check_IssuerNotToBeBelieved_NobodyComesIn(string discovery)
    {
        rig.Server.IsBroken = discovery == "not there at first";
        rig.Server.Discovery = discovery.Replace("URL", rig.Server.Url);

        (await rig.AskAsync(rig.Good())).ShouldBe("IssuerUnreachable");

        rig.Server.IsBroken = false;
        rig.Server.Discovery = null;
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        (await rig.AskAsync(rig.Good())).ShouldBe("bob");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[7,null,{},{"kty":"oct","kid":"r1","k":"AAAA"}]}""")]
    [InlineData("""{"keys":[RSA,"use":"enc"}]}""")]
    [InlineData("""{"keys":[RSA,"key_ops":["sign"]}]}""")]
    [InlineData("""{"keys":[RSA,"d":"AQAB"}]}""")]
    [InlineData("""{"keys":[RSA,"kty":"RSA"}]}""")]
    [InlineData("""{"keys":[SMALL}]}""")]
    [InlineData("""{"keys":[EC,"x":"AA"}]}""")]
    [InlineData("""{"keys":[OFF}]}""")]
    [InlineData("long")]
    public async Task Check_KeysThatAreNone_NobodyComesIn(string keys)
    {
        using var small = TestKey.OfRsa("r1", 1024);
        rig.Server.Keys = keys == "long" ? "{\"keys\":[" + rig.Rsa.ToJson() + "]" + new string(' ', 600_000) + "}" : keys
            .Replace("RSA,", rig.Rsa.ToJson()[..^1] + ",").Replace("SMALL", small.ToJson()[..^1]).Replace("EC,", rig.Curve.ToJson()[..^1] + ",")
            .Replace("OFF", """{"kty":"EC","kid":"e1","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE" """);

        (await rig.AskAsync(rig.Good())).ShouldBe("IssuerUnreachable");
    }

    [Theory]
    [InlineData(",\"alg\":\"PS256\"", "Unauthenticated")]
    [InlineData(",\"alg\":\"RS256\",\"use\":\"sig\",\"key_ops\":[\"verify\"]", "bob")]
    public async Task Check_AKeyForOneAlgorithm_IsUsedForNoOther(string more, string expected)
    {
        rig.Server.Keys = $$"""{"keys":[{{rig.Rsa.ToJson(more)}}]}""";

        (await rig.AskAsync(rig.Good())).ShouldBe(expected);
    }

    [Fact]
    public async Task Recall_AfterItsExpiry_IsOver()
    {
        var token = rig.Good();
        (await rig.AskAsync(token)).ShouldBe("bob");
        rig.Clock.Advance(TimeSpan.FromSeconds(359));
        rig.Recalls(token).ShouldBeTrue();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        rig.Recalls(token).ShouldBeFalse();
        (await rig.AskAsync(token)).ShouldBe("Unauthenticated");
    }
}
