using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class StatisticsTests
{
    private readonly Statistics statistics = new();

    [Fact]
    public void Batches_RunsOfAQueueAndRunsOfTheirOwn_AreCountedOnceEachBySize()
    {
        statistics.RecordRun(3, ticks: 10);
        Record(rows: 1, recordedRows: 3);
        Record(rows: 2, recordedRows: 3);
        Record(rows: 2);
        Record(rows: 2);

        statistics.Batches.Select(batch => (batch.Rows, batch.ComputeInfer.Count)).ShouldBe([(2, 2), (3, 1)]);
        statistics.Executions.ShouldBe(3);
        statistics.Inferences.ShouldBe(7);
        statistics.Batches.Sum(batch => batch.ComputeInput.Nanoseconds).ShouldBe(statistics.ComputeInput.Nanoseconds);
        statistics.ComputeInput.Count.ShouldBe(4);
    }

    [Fact]
    public void Batches_MoreSizesThanThereArePlaces_AllRunsAreCountedAndMemoryIsBounded()
    {
        for (var rows = 1; rows <= 10_000; rows++)
            Record(rows);

        statistics.Executions.ShouldBe(10_000);
        statistics.Inferences.ShouldBe(Enumerable.Range(1, 10_000).Sum());
        statistics.Batches.Count().ShouldBeInRange(200, 256);
        statistics.Batches.ShouldAllBe(batch => batch.ComputeInfer.Count == 1);
    }

    [Fact]
    public async Task RecordSuccess_ManyAtOnceOfANewSize_CountsEach()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                Record(rows: 1 + (i % 300));
        })));

        statistics.Executions.ShouldBe(8000);
        statistics.Batches.ShouldAllBe(batch => batch.ComputeInfer.Count % 8 == 0);
    }

    private void Record(int rows, int recordedRows = 0) =>
        statistics.RecordSuccess(new RequestTimes { Arrived = 1000, Read = 2000, Started = 3000, Ran = 4000, Answered = 5000, RecordedRows = recordedRows }, rows, TimeProvider.System.GetUtcNow());
}
