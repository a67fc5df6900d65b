using System.Runtime.Versioning;
using Inference.Testing;

namespace Inference.Boxes.Tests.Links;

[SupportedOSPlatform("linux")]
public sealed class LinkSignerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly LinkClaim Claim = new(LinkMethod.Get, "space", "box", "alice", BoxPath.Parse("group/file"), Now.AddMinutes(5));
    private readonly TempFolder folder = new();

    private string KeyFile => folder["key"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Verify_OwnSignature_IsValidUntilItExpires()
    {
        var signer = Open();
        var signature = signer.Sign(Claim);
        signature.ShouldMatch("^[A-Za-z0-9_-]+$");
        signer.Verify(Claim, signature, Now).ShouldBe(LinkVerdict.Valid);
        signer.Verify(Claim, signature, Claim.Expires.AddSeconds(-1)).ShouldBe(LinkVerdict.Valid);
        signer.Verify(Claim, signature, Claim.Expires).ShouldBe(LinkVerdict.Expired);
    }

    [Fact]
    public void Verify_SignatureOfAnotherClaim_IsForged()
    {
        var signer = Open();
        var signature = signer.Sign(Claim);
        LinkClaim[] others =
        [
            Claim with { Method = LinkMethod.Put },
            Claim with { Namespace = "spac", Box = "ebox" },
            Claim with { Box = "boxa", User = "lice" },
            Claim with { User = "bob" },
            Claim with { Path = BoxPath.Parse("group/file2") },
            Claim with { Expires = Claim.Expires.AddSeconds(1) },
        ];
        foreach (var other in others)
            signer.Verify(other, signature, Now).ShouldBe(LinkVerdict.Forged, other.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Verify_Rubbish_IsForged(string? signature) => Open().Verify(Claim, signature, Now).ShouldBe(LinkVerdict.Forged);

    [Fact]
    public void Open_Again_KnowsItsSignatures()
    {
        var signature = Open().Sign(Claim);
        Open().Verify(Claim, signature, Now).ShouldBe(LinkVerdict.Valid);
        File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(folder.FullPath).ShouldBe([KeyFile]);
        File.Delete(KeyFile);
        Open().Verify(Claim, signature, Now).ShouldBe(LinkVerdict.Forged);
    }

    [Fact]
    public void Open_ByManyAtOnce_AllHaveOneKey()
    {
        var signatures = new string[16];
        Parallel.For(0, signatures.Length, i => signatures[i] = Open().Sign(Claim));
        signatures.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Open_KeyThatOthersCanRead_IsRefused()
    {
        Open();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        LinkSigner.Open(KeyFile).Problem.ShouldNotBeNull().ShouldContain("chmod 600");
    }

    [Fact]
    public void Open_ShortKey_IsRefused()
    {
        File.WriteAllText(KeyFile, "short");
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        LinkSigner.Open(KeyFile).Problem.ShouldNotBeNull().ShouldContain("5 bytes");
    }

    [Fact]
    public void Open_NoFolder_IsAProblem() => LinkSigner.Open(folder["no/such/key"]).Problem.ShouldNotBeNull();

    private LinkSigner Open()
    {
        var (signer, problem) = LinkSigner.Open(KeyFile);
        return signer.ShouldNotBeNull(problem);
    }
}
