using Inference.Telemetry.Metrics;

namespace Inference.Telemetry.Tests.Metrics;

public sealed class MetricFamilyTests
{
    private readonly MetricRegistry registry = new();
    private readonly MetricFamily<Counter> family;

    public MetricFamilyTests() => family = registry.Counter("x_total", "X.", "a", "b");

    [Fact]
    public void With_SameValues_IsTheSameMember() => family.With("1", "2").ShouldBeSameAs(family.With("1", "2"));

    [Fact]
    public void With_ValuesThatJoinAlike_AreTwoMembers() => family.With("1\",b=\"2", "").ShouldNotBeSameAs(family.With("1", "2"));

    [Fact]
    public void With_WrongNumberOfValues_Throws() => Should.Throw<ArgumentException>(() => family.With("1")).Message.ShouldContain("x_total has 2 labels (a, b)");

    [Fact]
    public void Remove_Member_IsWrittenNoMoreAndBeginsAgainAtZero()
    {
        var old = family.With("1", "2");
        old.Add(5);

        family.Remove("1", "2").ShouldBeTrue();
        family.Remove("1", "2").ShouldBeFalse();

        old.Increment();
        Page.Of(registry).ShouldBe("");
        family.With("1", "2").Value.ShouldBe(0);
    }

    [Fact]
    public async Task With_ManyThreads_GiveOneMemberThatCountsAll()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                family.With("1", "2").Increment();
        })));
        family.With("1", "2").Value.ShouldBe(8000);
    }
}
