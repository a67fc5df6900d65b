using Inference.Grpc.Calls;

namespace Inference.Grpc.Tests.Calls;

public sealed class StatusTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb\r\t\0", "a%0Ab%0D%09%00")]
    [InlineData("ü😀", "%C3%BC%F0%9F%98%80")]
    public void Encode_Text_IsWhatHeadersMayHold(string text, string encoded) => StatusText.Encode(text).ShouldBe(encoded);

    [Fact]
    public void Encode_HalfACharacter_IsReplaced() => StatusText.Encode("\ud800x").ShouldBe("%EF%BF%BDx");

    [Fact]
    public void Encode_LongText_IsCut() => StatusText.Encode(new string('x', 100_000)).Length.ShouldBeInRange(4000, 4200);

    [Theory]
    [InlineData("1n", 1)]
    [InlineData("100n", 1)]
    [InlineData("101n", 2)]
    [InlineData("99999999u", 999_999_990)]
    [InlineData("2m", 20_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("1M", 600_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("99999999H", 3_599_999_964_000_000_000)]
    public void Timeout_OfEachUnit_IsRead(string text, long ticks)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeTrue();
        timeout.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("1 S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    public void Timeout_Malformed_IsRefused(string text) => GrpcTimeout.TryParse(text, out _).ShouldBeFalse();
}
