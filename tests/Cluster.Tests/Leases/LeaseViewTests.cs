using Inference.Testing;

namespace Inference.Cluster.Tests.Leases;

public sealed class LeaseViewTests
{
    private static readonly LeaseRecord Record = new("other", TimeSpan.FromSeconds(15), "a", "r1", 0, "1");
    private readonly ManualClock clock = new();

    [Fact]
    public void TakenFor_RecordThatStaysTheSame_RunsOut()
    {
        var view = new LeaseView("me", clock);
        view.See(Record);
        clock.Advance(TimeSpan.FromSeconds(10));
        view.See(Record with { });

        view.TakenFor.ShouldBe(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));
        view.TakenFor.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void TakenFor_RecordThatChanges_CountsFromThen()
    {
        var view = new LeaseView("me", clock);
        view.See(Record);
        clock.Advance(TimeSpan.FromSeconds(14));
        view.See(Record with { RenewTime = "any other, whatever its clock says" });

        view.TakenFor.ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void TakenFor_NobodysOrOurs_IsZero()
    {
        var view = new LeaseView("me", clock);
        view.TakenFor.ShouldBe(TimeSpan.Zero);
        view.See(Record with { Holder = "" });
        view.TakenFor.ShouldBe(TimeSpan.Zero);
        view.See(Record with { Holder = "me" });
        view.TakenFor.ShouldBe(TimeSpan.Zero);
    }
}
