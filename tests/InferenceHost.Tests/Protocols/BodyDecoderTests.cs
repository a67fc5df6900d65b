using System.Buffers;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Inference.Contracts;
using InferenceHost.Protocols;

namespace Inference.InferenceHost.Tests.Protocols;

public sealed class BodyDecoderTests
{
    private const int Limit = 1 << 20;
    private static readonly string[] Formats = ["gzip", "zlib", "deflate"];

    // never empty: the framework packs nothing into nothing at all, which is no format's
    private static readonly Arbitrary<(string Format, byte[] Plain)> Bodies = (
        from format in Gen.Elements(Formats)
        from plain in Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value).NonEmptyListOf().Select(bytes => bytes.ToArray()),
            Gen.Choose(1, 400).Select(length => Enumerable.Range(0, length).Select(i => (byte)"{\"inputs\":[0,1]}"[i % 16]).ToArray()))
        select (format, plain)).ToArbitrary();

    [Fact]
    public void Decode_AnyBody_GivesItBack() => Prop.ForAll(Bodies, body => Decode(body.Format, Encode(body.Format, body.Plain)).AsSpan().SequenceEqual(body.Plain)).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnythingCutOff_IsRefused() => Prop.ForAll(Bodies, body =>
    {
        var encoded = Encode(body.Format, body.Plain);
        return Enumerable.Range(0, encoded.Length).All(length => Refusal(body.Format, encoded[..length]) is { Code: ErrorCode.MalformedRequest });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyBytes_AreDecodedOrRefused() => Prop.ForAll(Bodies, Gen.Choose(0, int.MaxValue).ToArbitrary(), (body, spoil) =>
    {
        var encoded = Encode(body.Format, body.Plain);
        encoded[spoil % encoded.Length] ^= (byte)(1 << (spoil % 8));
        var (decoded, error) = Find(body.Format).Decode(Pieces.Of(encoded, new Random(encoded.Length), longest: 50), Limit);
        decoded.Dispose();
        return error is null or { Code: ErrorCode.MalformedRequest };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_GzipOfSeveralMembers_IsAllOfThem()
    {
        byte[] encoded = [.. Encode("gzip", [1, 2, 3]), .. Encode("gzip", [4])];

        Decode("gzip", encoded).ShouldBe([1, 2, 3, 4]);
        Refusal("gzip", encoded[..^1]).ShouldNotBeNull().Code.ShouldBe(ErrorCode.MalformedRequest);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("deflate")]
    public void Decode_ABomb_IsRefusedAtTheLimit(string format)
    {
        var bomb = Encode(format, new byte[64 << 20]);
        bomb.Length.ShouldBeLessThan(Limit);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Refusal(format, bomb).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.BodyTooLarge);
        error.Message.ShouldContain($"{Limit} bytes");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 * Limit);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("deflate")]
    public void Decode_ExactlyTheLimit_IsTaken(string format) => Decode(format, Encode(format, new byte[Limit])).Length.ShouldBe(Limit);

    [Theory]
    [InlineData("")]
    [InlineData("identity")]
    public void TryFind_NoEncoding_IsNone(string header)
    {
        BodyDecoder.TryFind(header, out var decoder, out var error).ShouldBeTrue();
        BodyDecoder.TryFind(default, out _, out _).ShouldBeTrue();

        decoder.ShouldBeNull();
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    [InlineData(" Deflate ")]
    public void TryFind_AKnownEncoding_IsFoundHoweverItIsWritten(string header)
    {
        BodyDecoder.TryFind(header, out var decoder, out _).ShouldBeTrue();

        decoder.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("*")]
    public void TryFind_AnotherEncoding_IsRefused(string header)
    {
        BodyDecoder.TryFind(header, out _, out var error).ShouldBeFalse();

        error!.Code.ShouldBe(ErrorCode.UnsupportedMediaType);
    }

    private static BodyDecoder Find(string format)
    {
        BodyDecoder.TryFind(format == "gzip" ? "gzip" : "deflate", out var decoder, out _).ShouldBeTrue();
        return decoder!;
    }

    private static byte[] Decode(string format, byte[] encoded)
    {
        var (body, error) = Find(format).Decode(Pieces.Of(encoded, new Random(encoded.Length), longest: 50), Limit);
        error.ShouldBeNull();
        using (body)
            return body.Sequence.ToArray();
    }

    private static InferenceError? Refusal(string format, byte[] encoded)
    {
        var (body, error) = Find(format).Decode(Pieces.Of(encoded, new Random(encoded.Length), longest: 50), Limit);
        body.Dispose();
        return error;
    }

    private static byte[] Encode(string format, byte[] plain)
    {
        using var encoded = new MemoryStream();
        using (Stream stream = format switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Optimal),
            "zlib" => new ZLibStream(encoded, CompressionLevel.Optimal),
            _ => new DeflateStream(encoded, CompressionLevel.Optimal),
        })
            stream.Write(plain);
        return encoded.ToArray();
    }
}
