using InferenceHost.Batching;

namespace Inference.InferenceHost.Tests.Batching;

public sealed class BatchPolicyTests
{
    private static readonly BatchKind[] Kinds = [.. Enumerable.Range(1, 3).Select(rank => BatchKind.Of(BatchQueueFixture.Request(0, 1, null, new global::Inference.Contracts.Parameter("kind", rank)), out _)!)];

    [Fact]
    public void Decide_WithoutADelay_AlwaysRunsTheOldestAtOnce()
    {
        var (decision, chosen) = Decide(new BatchLimits(8, TimeSpan.Zero), (0, 1, 0), (1, 1, 0), (0, 2, 0));

        decision.Release.ShouldBe(BatchRelease.Free);
        chosen.ShouldBe([0, 2]);
    }

    [Fact]
    public void Decide_OneThatDoesNotFitAnyMore_ReleasesWhatIsThereAndIsNotOvertaken()
    {
        var (decision, chosen) = Decide(new BatchLimits(4, TimeSpan.FromMilliseconds(9)), (0, 3, 0), (0, 2, 0), (0, 1, 0));

        decision.Release.ShouldBe(BatchRelease.Full);
        chosen.ShouldBe([0]);
    }

    [Fact]
    public void Decide_TheOldestMayWaitAndAYoungerBatchIsFull_RunsTheFullOne()
    {
        var (decision, chosen) = Decide(new BatchLimits(2, TimeSpan.FromMilliseconds(9)), (0, 1, 5), (1, 1, 3), (1, 1, 1));

        decision.Release.ShouldBe(BatchRelease.Full);
        chosen.ShouldBe([1, 2]);
    }

    [Fact]
    public void Decide_AllMayWait_SaysForHowLong()
    {
        var (decision, chosen) = Decide(new BatchLimits(8, TimeSpan.FromMilliseconds(9)), (0, 1, 5), (1, 1, 3));

        decision.ShouldBe(new BatchDecision(null, TimeSpan.FromMilliseconds(4)));
        chosen.ShouldBeEmpty();
    }

    /// <summary>Whatever waits: what is run is of one kind, fits, leads with the oldest of its kind and leaves none of its kind out between; and something runs wherever one may not wait any more.</summary>
    [Fact]
    public void Decide_Anything_KeepsThePromises()
    {
        var random = new Random(20);
        for (var round = 0; round < 20_000; round++)
        {
            var limits = new BatchLimits(random.Next(1, 9), TimeSpan.FromMilliseconds(random.Next(3) * 5));
            var age = 12;
            var waiting = Enumerable.Range(0, random.Next(1, 12)).Select(_ => (random.Next(3), random.Next(1, limits.MaxRows + 1), age = Math.Max(0, age - random.Next(3)))).ToArray();

            var (decision, chosen) = Decide(limits, waiting);

            if (decision.Release is null)
            {
                chosen.ShouldBeEmpty();
                waiting.ShouldAllBe(one => TimeSpan.FromMilliseconds(one.Item3) < limits.MaxDelay);
                decision.Wait.ShouldBe(limits.MaxDelay - TimeSpan.FromMilliseconds(waiting.Max(one => one.Item3)));
                foreach (var kind in waiting.GroupBy(one => one.Item1))
                    kind.Sum(one => one.Item2).ShouldBeLessThan(limits.MaxRows);
                continue;
            }

            decision.Wait.ShouldBe(TimeSpan.Zero);
            var ofKind = Enumerable.Range(0, waiting.Length).Where(i => waiting[i].Item1 == waiting[chosen[0]].Item1).ToArray();
            chosen.ShouldBe(ofKind.Take(chosen.Count));
            var rows = chosen.Sum(i => waiting[i].Item2);
            rows.ShouldBeLessThanOrEqualTo(limits.MaxRows);
            if (chosen.Count < ofKind.Length)
                (rows + waiting[ofKind[chosen.Count]].Item2).ShouldBeGreaterThan(limits.MaxRows);
            if (decision.Release != BatchRelease.Full)
                TimeSpan.FromMilliseconds(waiting[chosen[0]].Item3).ShouldBeGreaterThanOrEqualTo(limits.MaxDelay);
        }
    }

    private static (BatchDecision Decision, List<int> Chosen) Decide(BatchLimits limits, params (int Kind, int Rows, int Milliseconds)[] waiting)
    {
        var chosen = new List<int>();
        var decision = BatchPolicy.Decide([.. waiting.Select(one => new WaitingRequest(Kinds[one.Kind], one.Rows, TimeSpan.FromMilliseconds(one.Milliseconds)))], limits, chosen);
        return (decision, chosen);
    }
}
