using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Batching;

namespace Inference.InferenceHost.Tests.Batching;

public sealed class BatchQueueTests
{
    [Fact]
    public async Task Add_NothingRuns_RunsAtOnceAndAlone()
    {
        var fixture = new BatchQueueFixture(8);

        await ShouldAnswerAsync(fixture.Add(3), 4);

        fixture.Runs.ShouldBe([(BatchRelease.Free, 1)]);
    }

    [Fact]
    public async Task Add_WhileARunIsInProgress_IsJoinedForTheNextUpToTheMost()
    {
        var fixture = new BatchQueueFixture(4);
        fixture.Occupy();
        var entries = Enumerable.Range(0, 10).Select(i => fixture.Add(i)).ToArray();

        fixture.Slots.Leave();

        for (var i = 0; i < entries.Length; i++)
            await ShouldAnswerAsync(entries[i], i + 1);
        fixture.Model.Runs.ShouldBe([4, 4, 2]);
        fixture.Runs.ShouldBe([(BatchRelease.Full, 4), (BatchRelease.Full, 4), (BatchRelease.Free, 2)]);
    }

    [Fact]
    public async Task Add_SeveralRowsAndTexts_EachGetsItsOwnBack()
    {
        var fixture = new BatchQueueFixture(100);
        fixture.Occupy();
        int[] rows = [2, 1, 3, 5];
        var entries = rows.Select((count, i) => fixture.Add(BatchQueueFixture.Request(i, count, $"é{i}."))).ToArray();

        fixture.Slots.Leave();

        for (var i = 0; i < rows.Length; i++)
        {
            using var result = (await entries[i].Task).Result;
            result.Outputs[0].Tensor.Shape.ShouldBe(new Shape(rows[i], 2));
            result.Outputs[0].Tensor.Values<float>().ToArray().ShouldAllBe(value => value == i + 1);
            Enumerable.Range(0, rows[i]).Select(row => result.Outputs[1].Tensor.Text(row)).ShouldBe(Enumerable.Range(0, rows[i]).Select(row => $"é{i}.{row}"));
        }

        fixture.Model.Runs.ShouldBe([11]);
        fixture.Ran.ShouldBe([11]);
        (await entries[0].Task).Rows.ShouldBe(11);
        (await entries[1].Task).Rows.ShouldBe(11);
    }

    [Fact]
    public async Task Add_OtherParametersOrShapesOrOutputs_IsNeverJoined()
    {
        var fixture = new BatchQueueFixture(100);
        fixture.Occupy();
        BatchEntry[] entries =
        [
            fixture.Add(1),
            fixture.Add(BatchQueueFixture.Request(2, 1, null, new Parameter("threshold", 0.5))),
            fixture.Add(BatchQueueFixture.Request(3, 1, "text")),
            fixture.Add(new InferenceRequest { Id = "4", Inputs = BatchQueueFixture.Request(4).Inputs, RequestedOutputs = [new RequestedOutput("y")] }),
            fixture.Add(BatchQueueFixture.Request(5, 1, null, new Parameter("threshold", 0.5))),
            fixture.Add(6),
        ];

        fixture.Slots.Leave();

        for (var i = 0; i < entries.Length; i++)
            await ShouldAnswerAsync(entries[i], i + 2);
        fixture.Model.Runs.ShouldBe([2, 2, 1, 1]);
    }

    [Fact]
    public async Task Add_OneOfABatchFails_OnlyItIsToldSo()
    {
        var fixture = new BatchQueueFixture(100);
        fixture.Occupy();
        var entries = new[] { 1, 2, RowModel.Poison, 4 }.Select(value => fixture.Add(value)).ToArray();

        fixture.Slots.Leave();

        await ShouldAnswerAsync(entries[0], 2);
        await ShouldAnswerAsync(entries[1], 3);
        await ShouldAnswerAsync(entries[3], 5);
        (await entries[2].Task).Result.Error!.Message.ShouldBe("row 0 is poison");
        fixture.Model.Runs.ShouldBe([4, 1, 1, 1, 1]);
        fixture.Ran.ShouldBe([1, 1, 1], "neither the run of all nor that of the guilty one gave a result");
    }

    [Fact]
    public async Task Add_OutputsWithoutARowForEach_AreRunOneByOneFromThenOn()
    {
        var fixture = new BatchQueueFixture(100);
        fixture.Model.ForgetsRows = true;
        for (var round = 0; round < 2; round++)
        {
            fixture.Occupy();
            var entries = new[] { fixture.Add(1, rows: 3), fixture.Add(2) };
            fixture.Slots.Leave();
            foreach (var entry in entries)
                (await entry.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Result.Error.ShouldBeNull();
        }

        fixture.Model.Runs.ShouldBe([4, 3, 1, 3, 1]);
        fixture.UnsplittableTold.ShouldBe(1);
    }

    [Fact]
    public async Task End_WhileItWaits_IsAnsweredAtOnceAndCostsNoRun()
    {
        var fixture = new BatchQueueFixture(100);
        fixture.Occupy();
        var entries = new[] { fixture.Add(1), fixture.Add(2), fixture.Add(3) };

        fixture.Slots.Waiting.Count.ShouldBe(3);
        entries[1].End();
        await Should.ThrowAsync<OperationCanceledException>(entries[1].Task);
        fixture.Slots.Waiting.Count.ShouldBe(2);
        entries[1].Request.Dispose();
        fixture.Slots.Leave();

        await ShouldAnswerAsync(entries[0], 2);
        await ShouldAnswerAsync(entries[2], 4);
        fixture.Slots.Waiting.Count.ShouldBe(0);
        fixture.Model.Runs.ShouldBe([2]);
    }

    [Fact]
    public async Task End_WhileTheBatchRuns_IsAnsweredAtOnceAndTheOthersGoOn()
    {
        var fixture = new BatchQueueFixture(100);
        var gate = new TaskCompletionSource();
        fixture.Model.Gate = gate.Task;
        fixture.Occupy();
        var entries = new[] { fixture.Add(1), fixture.Add(2) };
        fixture.Slots.Leave();
        await Condition.HoldsAsync(() => fixture.Model.Runs.Count == 1, () => "it does not run");

        entries[0].End();
        await Should.ThrowAsync<OperationCanceledException>(entries[0].Task);
        entries[0].Request.Dispose();
        gate.SetResult();

        await ShouldAnswerAsync(entries[1], 3);
    }

    [Fact]
    public async Task End_OfAllInABatch_EndsTheRunAndFreesTheSlot()
    {
        var fixture = new BatchQueueFixture(100);
        fixture.Model.Gate = new TaskCompletionSource().Task;
        fixture.Occupy();
        var entries = new[] { fixture.Add(1), fixture.Add(2) };
        fixture.Slots.Leave();
        await Condition.HoldsAsync(() => fixture.Model.Runs.Count == 1, () => "it does not run");

        foreach (var entry in entries)
            entry.End();

        foreach (var entry in entries)
            await Should.ThrowAsync<OperationCanceledException>(entry.Task);
        fixture.Model.Gate = Task.CompletedTask;
        await ShouldAnswerAsync(fixture.Add(5), 6);
    }

    [Fact]
    public async Task End_OfAllInABatch_TheLastStaysUntilTheModelHasStopped()
    {
        var fixture = new BatchQueueFixture(100);
        var stubborn = new TaskCompletionSource();
        fixture.Model.Gate = stubborn.Task;
        fixture.Model.IsStubborn = true;
        fixture.Occupy();
        var entries = new[] { fixture.Add(1), fixture.Add(2) };
        fixture.Slots.Leave();
        await Condition.HoldsAsync(() => fixture.Model.Runs.Count == 1, () => "it does not run");

        entries[0].End();
        entries[1].End();

        entries[0].Task.IsCompleted.ShouldBeTrue();
        entries[1].Task.IsCompleted.ShouldBeFalse();
        stubborn.SetResult();
        await entries[1].Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Add_WithADelay_WaitsForOthersUntilItIsOverOrTheBatchIsFull()
    {
        var fixture = new BatchQueueFixture(3, TimeSpan.FromMilliseconds(50));
        var first = fixture.Add(1);
        await fixture.Clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(50));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(20));
        var second = fixture.Add(2);
        await fixture.Clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(30));
        first.Task.IsCompleted.ShouldBeFalse();

        fixture.Clock.Advance(TimeSpan.FromMilliseconds(30));

        await ShouldAnswerAsync(first, 2);
        await ShouldAnswerAsync(second, 3);
        var full = new[] { fixture.Add(3), fixture.Add(4), fixture.Add(5) };
        foreach (var (entry, i) in full.Select((entry, i) => (entry, i)))
            await ShouldAnswerAsync(entry, i + 4);
        fixture.Runs.ShouldBe([(BatchRelease.Waited, 2), (BatchRelease.Full, 3)]);
    }

    [Fact]
    public async Task Add_ManyAtOnceAndSomeLeave_EveryOneGetsItsOwnAnswerOrNone()
    {
        var fixture = new BatchQueueFixture(16, slots: 2);
        var random = new Random(7);
        var leaves = Enumerable.Range(0, 4000).Select(_ => random.Next(5) == 0).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, leaves.Length), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            using var request = BatchQueueFixture.Request(i, 1 + (i % 3), $"{i}.");
            var entry = fixture.Add(request);
            if (leaves[i])
                entry.End();
            try
            {
                using var result = (await entry.Task).Result;
                result.Error.ShouldBeNull();
                result.Outputs[0].Tensor.Values<float>().ToArray().ShouldAllBe(value => value == i + 1);
                result.Outputs[1].Tensor.Text().ShouldBe($"{i}.0");
            }
            catch (OperationCanceledException)
            {
                leaves[i].ShouldBeTrue();
            }
        });
        await Condition.HoldsAsync(() => fixture.Slots.TryEnter(), () => "a slot was not left");
    }

    private static async Task ShouldAnswerAsync(BatchEntry entry, float expected)
    {
        var run = await entry.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using var result = run.Result;
        result.Error.ShouldBeNull();
        result.Outputs[0].Tensor.Values<float>().ToArray().ShouldAllBe(value => value == expected);
    }
}
