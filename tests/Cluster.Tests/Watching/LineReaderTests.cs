using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Inference.Cluster.Tests.Watching;

public sealed class LineReaderTests
{
    [Fact]
    public void NextAsync_LinesInPiecesOfAnySize_AreTheLines()
    {
        var lengths = Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 40), Gen.Choose(16_000, 17_000), Gen.Choose(30_000, 70_000));
        var cases = from count in Gen.Choose(0, 8)
                    from lines in Gen.ListOf(lengths, count)
                    from pieces in Gen.NonEmptyListOf(Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(1_000, 20_000)))
                    select (Lines: lines.ToArray(), Pieces: pieces.ToArray());

        Prop.ForAll(
            cases.ToArbitrary(),
            async read =>
            {
                var lines = read.Lines.Select((length, i) => new string((char)('a' + (i % 26)), length)).ToArray();
                var text = string.Concat(lines.Select(line => $"{line}\n")) + "no line";
                (await ReadAllAsync(new PieceStream(Encoding.UTF8.GetBytes(text), read.Pieces))).ShouldBe(lines);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public async Task NextAsync_LineOverTheBound_IsRefused()
    {
        using var reader = new LineReader(new PieceStream(new byte[300_000], [10_000]), longest: 100_000);

        await Should.ThrowAsync<InvalidDataException>(async () => await reader.NextAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task NextAsync_LineOfTenMegabytesInSmallPieces_TakesLinearTime()
    {
        // looking at every byte again for each of these pieces would be a hundred gigabytes
        var line = new byte[10_000_001];
        line.AsSpan().Fill((byte)'x');
        line[^1] = (byte)'\n';
        using var reader = new LineReader(new PieceStream(line, [500]));

        (await reader.NextAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull().Length.ShouldBe(10_000_000);
    }

    private static async Task<List<string>> ReadAllAsync(Stream stream)
    {
        using var reader = new LineReader(stream);
        var lines = new List<string>();
        while (await reader.NextAsync(CancellationToken.None) is { } line)
            lines.Add(Encoding.UTF8.GetString(line.Span));
        return lines;
    }
}
