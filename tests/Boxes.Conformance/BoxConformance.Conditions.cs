namespace Inference.Boxes.Conformance;

/// <summary>Storing on a condition.</summary>
public abstract partial class BoxConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PutIfAbsent_FileThere_IsRefusedAndNothingChanges(bool large)
    {
        var content = Bytes(large ? LargeSize : 10);
        await PutAsync("g/a", content, new PutOptions { IfAbsent = true });
        ShouldBe(BoxErrorCode.PreconditionFailed, (await TryPutAsync("g/a", Bytes(content.Length, seed: 2), new PutOptions { IfAbsent = true })).Error);
        ShouldBeSame(await ReadAsync("g/a"), content);
    }

    [Fact]
    public async Task PutIfAbsent_ManyAtOnce_ExactlyOneIsStored()
    {
        var stored = 0;
        await Parallel.ForAsync(0, 16, Stop, async (i, _) =>
        {
            var outcome = await TryPutAsync("g/a", Bytes(20_000, seed: i), new PutOptions { IfAbsent = true });
            if (outcome.Error is null)
                Interlocked.Increment(ref stored);
            else
                ShouldBe(BoxErrorCode.PreconditionFailed, outcome.Error);
        });
        stored.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PutIfETag_SameAndOtherFile_IsStoredAndRefused(bool large)
    {
        var size = large ? LargeSize : 10;
        var first = await PutAsync("a", Bytes(size, seed: 1));
        var second = await PutAsync("a", Bytes(size, seed: 2), new PutOptions { IfETag = first.ETag });
        ShouldBe(BoxErrorCode.PreconditionFailed, (await TryPutAsync("a", Bytes(size, seed: 3), new PutOptions { IfETag = first.ETag })).Error);
        ShouldBeSame(await ReadAsync("a"), Bytes(size, seed: 2));
        await PutAsync("a", Bytes(size, seed: 4), new PutOptions { IfETag = second.ETag });
    }

    [Fact]
    public async Task PutIfETag_NoFile_IsRefused()
    {
        ShouldBe(BoxErrorCode.PreconditionFailed, (await TryPutAsync("a/b", Bytes(10), new PutOptions { IfETag = "0123" })).Error);
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_RefusedByItsCondition_LeavesTheContentUnread()
    {
        await PutAsync("a", "x");
        using var content = new MemoryStream(Bytes(100));
        ShouldBe(BoxErrorCode.PreconditionFailed, (await Store.PutAsync(P("a"), content, new PutOptions { IfAbsent = true }, Stop)).Error);
        content.Position.ShouldBe(0);
    }
}
