using System.Security.Cryptography;

namespace Inference.Boxes.Conformance;

/// <summary>Storing, reading and removing.</summary>
public abstract partial class BoxConformance
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task Put_Content_IsReadBack(int size)
    {
        var content = Bytes(size);
        var stored = await PutAsync("group/file.bin", content);

        stored.Size.ShouldBe(size);
        stored.ETag.ShouldNotBeEmpty();
        ShouldBeSame(await ReadAsync("group/file.bin"), content);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Put_LargeContent_IsReadBack(int more)
    {
        var content = Bytes(LargeSize + more);
        var stored = await PutAsync("large.bin", content, new PutOptions { Length = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) });

        stored.Size.ShouldBe(content.Length);
        SHA256.HashData(await ReadAsync("large.bin")).ShouldBe(SHA256.HashData(content));
        (await Store.HeadAsync(P("large.bin"), Stop)).TryGet(out var entry, out _).ShouldBeTrue();
        entry!.ETag.ShouldBe(stored.ETag);
    }

    [Fact]
    public async Task Put_Again_ReplacesAndChangesTheETag()
    {
        var first = await PutAsync("a", "one");
        var second = await PutAsync("a", "two");
        var third = await PutAsync("a", "three");

        new[] { first.ETag, second.ETag, third.ETag }.Distinct().Count().ShouldBe(3);
        (await ReadTextAsync("a")).ShouldBe("three");
    }

    [Fact]
    public async Task Put_FromASlowStreamOfUnknownLength_IsReadBack()
    {
        var content = Bytes(100_000);
        await using var stream = new TricklingStream(content, piece: 777);
        (await Store.PutAsync(P("slow"), stream, PutOptions.Default, Stop)).Error.ShouldBeNull();
        ShouldBeSame(await ReadAsync("slow"), content);
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(10, 11)]
    public async Task Put_OtherLengthThanSaid_IsRefusedAndNothingIsThere(int said, int sent)
    {
        ShouldBe(BoxErrorCode.ContentMismatch, (await TryPutAsync("a/b", Bytes(sent), new PutOptions { Length = said })).Error);
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_OtherDigestThanSaid_IsRefusedAndTheOldFileStays()
    {
        await PutAsync("a", "old");
        var wrong = new PutOptions { Sha256 = new string('0', 64) };
        ShouldBe(BoxErrorCode.ContentMismatch, (await TryPutAsync("a", Bytes(10), wrong)).Error);
        ShouldBe(BoxErrorCode.ContentMismatch, (await TryPutAsync("a", Bytes(LargeSize), wrong)).Error);
        (await ReadTextAsync("a")).ShouldBe("old");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public async Task Put_StreamThatFails_ThrowsItsErrorAndNothingIsThere(int failsAt)
    {
        var content = Bytes(LargeSize + 1000);
        await using var stream = new TricklingStream(content, piece: 100_000) { FailsAt = Math.Min(failsAt, LargeSize) };
        await Should.ThrowAsync<InvalidDataException>(async () => await Store.PutAsync(P("a/b"), stream, PutOptions.Default, Stop));
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_Cancelled_ThrowsAndNothingIsThere()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var stream = new TricklingStream(Bytes(LargeSize + 1000), piece: 100_000) { AtEnd = cancel.Cancel };
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.PutAsync(P("a/b"), stream, PutOptions.Default, cancel.Token));
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_ManyAtOnceOfOneName_LeavesOneOfThemWhole()
    {
        await Parallel.ForAsync(0, 20, Stop, async (i, _) => await PutAsync("group/one", Bytes(50_000, seed: i)));
        var content = await ReadAsync("group/one");
        Enumerable.Range(0, 20).ShouldContain(i => Bytes(50_000, i).SequenceEqual(content));
        (await AllAsync()).ShouldBe(["group/one"]);
    }

    [Fact]
    public async Task Head_File_SaysWhatPutSaid()
    {
        var stored = await PutAsync("a/b", "content");
        (await Store.HeadAsync(P("a/b"), Stop)).TryGet(out var entry, out _).ShouldBeTrue();
        entry!.Path.ShouldBe(P("a/b"));
        entry.Size.ShouldBe(7);
        entry.ETag.ShouldBe(stored.ETag);
        (TimeProvider.System.GetUtcNow() - entry.Modified).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
        (entry.Sha256 is null || entry.Sha256 == Convert.ToHexStringLower(SHA256.HashData("content"u8))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("group")]
    [InlineData("group/file/inner")]
    [InlineData("group/other")]
    public async Task HeadAndGet_NoSuchFile_IsNotFound(string path)
    {
        await PutAsync("group/file", "x");
        ShouldBe(BoxErrorCode.NotFound, (await Store.HeadAsync(P(path), Stop)).Error);
        ShouldBe(BoxErrorCode.NotFound, (await Store.GetAsync(P(path), GetOptions.Default, Stop)).Error);
    }

    [Fact]
    public async Task Get_Ranges_AreWhatTheyName()
    {
        await PutAsync("a", "0123456789");
        await RangeAsync(ByteRange.From(3), "3456789", 3);
        await RangeAsync(ByteRange.Between(0, 0), "0", 0);
        await RangeAsync(ByteRange.Between(8, 100), "89", 8);
        await RangeAsync(ByteRange.LastBytes(4), "6789", 6);
        await RangeAsync(ByteRange.LastBytes(100), "0123456789", 0);

        async Task RangeAsync(ByteRange range, string expected, long offset)
        {
            (await Store.GetAsync(P("a"), new GetOptions { Range = range }, Stop)).TryGet(out var content, out var error).ShouldBeTrue(error?.ToString());
            await using (content)
            {
                content!.Entry.Size.ShouldBe(10);
                content.Offset.ShouldBe(offset);
                content.Length.ShouldBe(expected.Length);
                using var reader = new StreamReader(content.Stream);
                (await reader.ReadToEndAsync(Stop)).ShouldBe(expected);
            }
        }
    }

    [Fact]
    public async Task Get_RangeBeyondTheEnd_IsAnError()
    {
        await PutAsync("a", "0123456789");
        ShouldBe(BoxErrorCode.InvalidRange, (await Store.GetAsync(P("a"), new GetOptions { Range = ByteRange.From(10) }, Stop)).Error);
    }

    [Fact]
    public async Task Get_OtherETag_IsRefused()
    {
        var first = await PutAsync("a", "one");
        (await ReadAsync("a", new GetOptions { IfETag = first.ETag })).ShouldBe("one"u8.ToArray());
        await PutAsync("a", "two");
        ShouldBe(BoxErrorCode.PreconditionFailed, (await Store.GetAsync(P("a"), new GetOptions { IfETag = first.ETag }, Stop)).Error);
    }

    [Fact]
    public async Task Delete_File_IsGone()
    {
        await PutAsync("a/b", "x");
        await PutAsync("a/c", "y");
        (await Store.DeleteAsync(P("a/b"), Stop)).ShouldBeNull();
        ShouldBe(BoxErrorCode.NotFound, (await Store.HeadAsync(P("a/b"), Stop)).Error);
        (await ReadTextAsync("a/c")).ShouldBe("y");
    }

    [Fact]
    public async Task Delete_NothingThere_IsDone()
    {
        (await Store.DeleteAsync(P("a/b"), Stop)).ShouldBeNull();
        (await Store.DeleteAllAsync(BoxPrefix.Parse("a"), Stop)).ShouldBeNull();
        await PutAsync("a/b", "x");
        (await Store.DeleteAsync(P("a"), Stop)).ShouldBeNull();
        (await ReadTextAsync("a/b")).ShouldBe("x");
    }

    [Fact]
    public async Task Delete_LastFileOfAGroup_TakesTheGroupAway()
    {
        await PutAsync("a/b/c/d", "x");
        await PutAsync("e", "y");
        (await Store.DeleteAsync(P("a/b/c/d"), Stop)).ShouldBeNull();
        (await ListAsync(new BoxListing(default))).Groups.ShouldBeEmpty();
        await PutAsync("a", "now a file");
    }

    [Fact]
    public async Task DeleteAll_Group_RemovesWhatIsInItOnly()
    {
        foreach (var path in new[] { "a/1", "a/b/2", "a/b/c/3", "ab/4", "z" })
            await PutAsync(path, path);
        (await Store.DeleteAllAsync(BoxPrefix.Parse("a"), Stop)).ShouldBeNull();
        (await AllAsync()).ShouldBe(["ab/4", "z"]);
        (await Store.DeleteAllAsync(default, Stop)).ShouldBeNull();
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task PutAndDelete_OfOneGroupAtOnce_LoseNothing()
    {
        await Parallel.ForAsync(0, 200, Stop, async (i, _) =>
        {
            await PutAsync($"a/b/{i}", "x");
            if (i % 2 == 0)
                (await Store.DeleteAsync(P($"a/b/{i}"), Stop)).ShouldBeNull();
        });
        (await AllAsync()).Length.ShouldBe(100);
    }
}
