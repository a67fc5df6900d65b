using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Admission.Tokens;

namespace Inference.InferenceHost.Tests.Admission.Tokens;

public sealed class TokenGateTests(TokenRig rig) : IClassFixture<TokenRig>
{
    public static TheoryData<string> Forged => [.. ForgedTokens.All.Keys];

    [Fact]
    public void Corpus_Is_LargeEnough() => ForgedTokens.All.Count.ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task Check_AForgedToken_DoesNotComeIn(string what)
    {
        var token = ForgedTokens.All[what](rig);

        var outcome = await rig.Gate.CheckAsync($"Bearer {token}");

        outcome.TryGet(out _, out var error).ShouldBeFalse(what);
        error!.Code.ShouldBeOneOf(ErrorCode.Unauthenticated, ErrorCode.Forbidden);
        error.Message.ShouldNotContain("\"");
        error.Message.ShouldNotContain("\\");
        error.Message.ShouldNotContain("eyJ");
        rig.Recalls(token).ShouldBeFalse();
        (await rig.AskAsync(rig.Good())).ShouldBe("bob", "the right one beside it");
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task Check_ARightToken_ComesInAndIsRecalled(string algorithm)
    {
        var token = rig.Sign(TokenRig.Head(algorithm), rig.Claims + ",\"jti\":\"" + algorithm + "\"}");

        rig.Recalls(token).ShouldBeFalse();
        (await rig.AskAsync(token)).ShouldBe("bob");
        rig.Recalls(token).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_GoodUntilTheEndOfTime_ComesIn() =>
        (await rig.AskAsync(rig.Sign(TokenRig.Head("RS256"), $$"""{"iss":"{{rig.Server.Url}}","aud":"{{TokenRig.Audience}}","sub":"bob","exp":253402300799}"""))).ShouldBe("bob");

    [Fact]
    public async Task TryRecall_ATokenSeenBefore_AllocatesNothing()
    {
        string[] copies = ["Bearer " + rig.Good(), "Bearer " + rig.Good()];
        copies[1] = new string(copies[0]);
        (await rig.Gate.CheckAsync(copies[0])).Error.ShouldBeNull();
        var last = default(Recollection);
        var least = long.MaxValue;
        for (var i = 0; i < 200; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isKnown = rig.Gate.TryRecall(copies[i % 2], ref last, out _);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            isKnown.ShouldBeTrue();
        }

        least.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"alg":"ES256"}""")]
    [InlineData("""{"kid":"r1","alg":"RS256","typ":"at+JWT","jku":"http://127.0.0.1:1/","jwk":{},"x5c":[]}""")]
    public async Task Check_AnUnusualHead_ComesIn(string head) => (await rig.AskAsync(rig.Sign(head, rig.Claims + "}"))).ShouldBe("bob");

    [Fact]
    public async Task Check_Audiences_OneOfThemIsEnough() =>
        (await rig.AskAsync(rig.Sign(TokenRig.Head("RS256"), rig.Claims.Replace("\"ocr\"", "[\"a\",\"ocr\"]") + "}"))).ShouldBe("bob");

    [Fact]
    public async Task Check_ClocksThatDiffer_AreForgivenAMinute()
    {
        var claims = rig.Claims.Replace($"\"exp\":{rig.Now + 300}", $"\"exp\":{rig.Now - 59}").Replace($"\"iat\":{rig.Now}", $"\"iat\":{rig.Now - 100}");
        (await rig.AskAsync(rig.Sign(TokenRig.Head("RS256"), claims + "}"))).ShouldBe("bob");
        (await rig.AskAsync(rig.Sign(TokenRig.Head("RS256"), rig.Claims.Replace($"\"iat\":{rig.Now}", $"\"iat\":{rig.Now + 59}") + $",\"nbf\":{rig.Now + 59}}}"))).ShouldBe("bob");
    }

    [Fact]
    public async Task Check_AnotherClaim_NamesTheCaller()
    {
        var gate = rig.GateOf("preferred_username", "eve");

        (await rig.AskAsync(rig.Sign(TokenRig.Head("RS256"), rig.Claims + ",\"preferred_username\":\"eve\"}"), gate)).ShouldBe("eve");
        (await rig.AskAsync(rig.Sign(TokenRig.Head("RS256"), rig.Claims + ",\"preferred_username\":\"bob\"}"), gate)).ShouldBe("Forbidden", "who is not in the Secret");
        gate.Has("eve").ShouldBeTrue();
        gate.Has("bob").ShouldBeFalse();
    }

    [Fact]
    public void TryParse_AnyText_IsRefusedOrTakenApart()
    {
        var token = rig.Good();
        var letters = Gen.Elements(".-_=+/ AZaz09é\0\"{}".ToCharArray()).ArrayOf().Select(text => new string(text));
        Prop.ForAll(letters.ToArbitrary(), Gen.Choose(0, token.Length - 1).ToArbitrary(), (text, place) =>
        {
            foreach (var one in (string[])[text, $"{text}.{text}.{text}", token.Insert(place, text), token.Remove(place, 1).Insert(place, text), token[..place] + text])
            {
                if (SignedToken.TryParse(one, out var parts, out var fault))
                    one.ShouldStartWith(Encoding.ASCII.GetString(parts.Signed) + ".");
                else
                    fault.ShouldNotBeNullOrEmpty();
            }
        }).QuickCheckThrowOnFailure();
    }
}
