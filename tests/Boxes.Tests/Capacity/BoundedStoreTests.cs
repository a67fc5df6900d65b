using Inference.Testing;

namespace Inference.Boxes.Tests.Capacity;

public sealed class BoundedStoreTests : IDisposable
{
    private const long Limit = 10_000_000;
    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly BoundedStore store;

    public BoundedStoreTests() => store = new BoundedStore(new FolderStore(folder["box"], new FolderOptions { MakeRoot = true, Durable = false }), Limit, clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Put_UpToTheLimit_IsStoredAndMoreIsFull(bool saysLength)
    {
        (await PutAsync("a", 6_000_000, saysLength)).ShouldBeNull();
        (await PutAsync("b", 4_000_000, saysLength)).ShouldBeNull();
        var error = (await PutAsync("c", 1, saysLength)).ShouldNotBeNull();
        error.Code.ShouldBe(BoxErrorCode.Full);
        error.Message.ShouldContain("10000000");
        (store.Capacity.Used, store.Capacity.Reserved).ShouldBe((Limit, 0));
        File.Exists(folder["box/c"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Put_TooLong_LeavesNothingReserved()
    {
        (await PutAsync("a", Limit + 1, saysLength: false))!.Code.ShouldBe(BoxErrorCode.Full);
        (await PutAsync("a", Limit + 1, saysLength: true))!.Code.ShouldBe(BoxErrorCode.Full);
        (store.Capacity.Used, store.Capacity.Reserved).ShouldBe((0, 0));
        (await PutAsync("a", Limit, saysLength: false)).ShouldBeNull();
    }

    [Fact]
    public async Task Put_SaidToBeEndless_IsFullAndTakesNoRoomFromOthers()
    {
        (await PutAsync("a", 1, saysLength: true)).ShouldBeNull();
        var outcome = await store.PutAsync(BoxPath.Parse("b"), new MemoryStream(1), new PutOptions { Length = long.MaxValue }, Stop);
        outcome.Error!.Code.ShouldBe(BoxErrorCode.Full);
        (await store.Capacity.PromiseAsync(BoxPath.Parse("c"), long.MaxValue, TimeSpan.FromMinutes(1), Stop))!.Code.ShouldBe(BoxErrorCode.Full);
        (store.Capacity.Used, store.Capacity.Reserved).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Put_InPlaceOfAnother_CountsTheDifference()
    {
        (await PutAsync("a", 9_000_000, saysLength: true)).ShouldBeNull();
        (await PutAsync("a", 9_500_000, saysLength: true)).ShouldBeNull();
        store.Capacity.Used.ShouldBe(9_500_000);
        (await PutAsync("a", 5, saysLength: false)).ShouldBeNull();
        store.Capacity.Used.ShouldBe(5);
    }

    [Fact]
    public async Task Put_ManyOfOneNameAtOnce_CountOnce()
    {
        await Parallel.ForAsync(0, 20, Stop, async (i, _) => (await PutAsync("a", 1_000_000 + i, saysLength: i % 2 == 0)).ShouldBeNull());
        store.Capacity.Used.ShouldBe(new FileInfo(folder["box/a"]).Length);
        store.Capacity.Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task Put_ManyAtOnce_NeverExceedTheLimit()
    {
        await Parallel.ForAsync(0, 30, Stop, async (i, _) => await PutAsync($"f{i}", 900_000, saysLength: i % 2 == 0));
        var stored = Directory.GetFiles(folder["box"]).Sum(file => new FileInfo(file).Length);
        stored.ShouldBeInRange(9_000_000, Limit);
        store.Capacity.Used.ShouldBe(stored);
    }

    [Fact]
    public async Task Delete_File_MakesRoom()
    {
        (await PutAsync("a/b", Limit, saysLength: true)).ShouldBeNull();
        (await store.DeleteAsync(BoxPath.Parse("a/b"), Stop)).ShouldBeNull();
        (await PutAsync("a/b", Limit, saysLength: true)).ShouldBeNull();
        (await store.DeleteAllAsync(BoxPrefix.Parse("a"), Stop)).ShouldBeNull();
        (await PutAsync("c", Limit, saysLength: true)).ShouldBeNull();
    }

    [Fact]
    public async Task Count_WhatWasThereBefore_IsCounted()
    {
        folder.Write("box/deep/old", new string('x', 1234));
        (await store.Capacity.CountAsync(Stop)).ShouldBeNull();
        store.Capacity.Used.ShouldBe(1234);
    }

    [Fact]
    public async Task Put_FullBoxThatSomebodyElseEmptied_IsCountedAgain()
    {
        (await PutAsync("a", Limit, saysLength: true)).ShouldBeNull();
        File.Delete(folder["box/a"]);
        (await PutAsync("b", 1, saysLength: true))!.Code.ShouldBe(BoxErrorCode.Full);
        clock.Advance(TimeSpan.FromSeconds(10));
        (await PutAsync("b", 1, saysLength: true)).ShouldBeNull();
    }

    [Fact]
    public async Task Promise_ForALink_HoldsItsRoomUntilItExpires()
    {
        var path = BoxPath.Parse("link");
        (await store.Capacity.PromiseAsync(path, Limit, TimeSpan.FromMinutes(5), Stop)).ShouldBeNull();
        (await store.Capacity.PromiseAsync(path, Limit, TimeSpan.FromMinutes(5), Stop)).ShouldBeNull("the second takes the first one's place");
        (await PutAsync("a", 1, saysLength: true))!.Code.ShouldBe(BoxErrorCode.Full);
        clock.Advance(TimeSpan.FromMinutes(5));
        (await PutAsync("a", 1, saysLength: true)).ShouldBeNull();
    }

    [Fact]
    public async Task Promise_FullBox_IsRefused()
    {
        (await PutAsync("a", Limit, saysLength: true)).ShouldBeNull();
        (await store.Capacity.PromiseAsync(BoxPath.Parse("b"), null, TimeSpan.FromMinutes(5), Stop))!.Code.ShouldBe(BoxErrorCode.Full);
    }

    private async Task<BoxError?> PutAsync(string path, long size, bool saysLength)
    {
        using var content = new MemoryStream(new byte[size]);
        var outcome = await store.PutAsync(BoxPath.Parse(path), content, new PutOptions { Length = saysLength ? size : null }, Stop);
        return outcome.Error;
    }
}
