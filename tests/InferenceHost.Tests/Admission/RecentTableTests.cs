using InferenceHost.Admission;

namespace Inference.InferenceHost.Tests.Admission;

public sealed class RecentTableTests
{
    private readonly RecentTable<int, string> table = new(capacity: 100);

    [Fact]
    public void GetOrAdd_MoreThanFit_ForgetsTheOldest()
    {
        for (var i = 0; i < 1000; i++)
            table.GetOrAdd(i, "x");

        table.Count.ShouldBeLessThanOrEqualTo(100);
        table.TryGet(999, out _).ShouldBeTrue();
        table.TryGet(0, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryGet_WhatIsAskedFor_IsKept()
    {
        var first = table.GetOrAdd(0, "first");
        for (var i = 1; i < 1000; i++)
        {
            table.GetOrAdd(i, "x");
            table.TryGet(0, out var found).ShouldBeTrue();
            found.ShouldBeSameAs(first);
        }
    }

    [Fact]
    public void Remove_WhatIsThere_IsGone()
    {
        table.GetOrAdd(7, "x");
        table.Remove(7);

        table.TryGet(7, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task GetOrAdd_ManyThreads_StaysBounded()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
                table.GetOrAdd((i * 4) + thread, "x").ShouldBe("x");
        })));

        table.Count.ShouldBeLessThanOrEqualTo(110);
    }
}
