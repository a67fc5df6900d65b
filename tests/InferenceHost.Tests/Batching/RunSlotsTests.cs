using FsCheck;
using FsCheck.Fluent;
using InferenceHost.Batching;

namespace Inference.InferenceHost.Tests.Batching;

public sealed class RunSlotsTests
{
    [Fact]
    public async Task Enter_AllTaken_WaitsInTheOrderOfComing()
    {
        var slots = new RunSlots(2);
        slots.TryEnter().ShouldBeTrue();
        await slots.EnterAsync(CancellationToken.None);
        slots.TryEnter().ShouldBeFalse();
        var waiting = Enumerable.Range(0, 4).Select(_ => slots.EnterAsync(CancellationToken.None)).ToArray();

        for (var next = 0; next < waiting.Length; next++)
        {
            waiting[next].IsCompleted.ShouldBeFalse();
            slots.Leave();
            await waiting[next];
        }

        slots.TryEnter().ShouldBeFalse();
        slots.Leave();
        slots.TryEnter().ShouldBeTrue();
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_HoldsNothingAndIsPassedOver()
    {
        var slots = new RunSlots(1);
        using var cancelled = new CancellationTokenSource();
        slots.TryEnter().ShouldBeTrue();
        var first = slots.EnterAsync(cancelled.Token);
        var second = slots.EnterAsync(CancellationToken.None);
        var third = slots.EnterAsync(cancelled.Token);

        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<OperationCanceledException>(third);
        await Should.ThrowAsync<OperationCanceledException>(slots.EnterAsync(cancelled.Token));
        slots.Leave();
        await second;

        slots.TryEnter().ShouldBeFalse();
        slots.Leave();
        slots.TryEnter().ShouldBeTrue();
        slots.TryEnter().ShouldBeFalse();
    }

    /// <summary>Any order of coming, leaving and giving up, against a queue anybody understands.</summary>
    [Fact]
    public void EnterAndLeave_AnyOrder_AgreeWithAPlainQueue() =>
        Prop.ForAll(Gen.Choose(1, 3).ToArbitrary(), Gen.Choose(0, 9).ArrayOf().ToArbitrary(), (count, steps) =>
        {
            var slots = new RunSlots(count);
            var (inside, queue) = (0, new List<(Task Entry, CancellationTokenSource Stop)>());
            foreach (var step in steps)
            {
                if (step < 5)
                {
                    var stop = new CancellationTokenSource();
                    var entry = slots.EnterAsync(stop.Token);
                    if (inside < count)
                        inside++;
                    else
                        queue.Add((entry, stop));
                }
                else if (step < 7 && queue.Count > 0)
                {
                    var at = (step + queue.Count) % queue.Count;
                    queue[at].Stop.Cancel();
                    SpinWait.SpinUntil(() => queue[at].Entry.IsCanceled, TimeSpan.FromSeconds(10));
                    queue.RemoveAt(at);
                }
                else if (inside > 0)
                {
                    slots.Leave();
                    if (queue.Count == 0)
                    {
                        inside--;
                        continue;
                    }

                    var next = queue[0].Entry;
                    queue.RemoveAt(0);
                    if (!SpinWait.SpinUntil(() => next.IsCompletedSuccessfully, TimeSpan.FromSeconds(10)))
                        return false;
                }
            }

            return queue.TrueForAll(one => !one.Entry.IsCompleted) && slots.TryEnter() == inside < count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EnterAndLeave_ManyThreadsSomeGivingUp_NeverMoreThanTheSlotsAndNoneLost()
    {
        const int Slots = 3;
        const int Rounds = 500;
        var slots = new RunSlots(Slots);
        var (inside, most, entered, waited, gaveUp) = (0, 0, 0, 0, 0);
        var threads = Enumerable.Range(0, 8).Select(seed => new Thread(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < Rounds; i++)
            {
                if (!(random.Next(2) == 0 && slots.TryEnter()) && !Wait(random))
                    continue;
                var now = Interlocked.Increment(ref inside);
                for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
                    Interlocked.CompareExchange(ref most, now, seen);
                Interlocked.Increment(ref entered);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                slots.Leave();
            }
        })).ToList();

        // some wait in any case, on a machine too busy for the threads to meet by themselves
        for (var i = 0; i < Slots; i++)
            slots.TryEnter().ShouldBeTrue();
        threads.ForEach(thread => thread.Start());
        SpinWait.SpinUntil(() => Volatile.Read(ref waited) >= threads.Count, TimeSpan.FromSeconds(10));
        for (var i = 0; i < Slots; i++)
            slots.Leave();
        threads.ForEach(thread => thread.Join(TimeSpan.FromSeconds(60)).ShouldBeTrue("somebody waits for ever"));

        most.ShouldBe(Slots);
        inside.ShouldBe(0);
        (entered + gaveUp).ShouldBe(threads.Count * Rounds);
        waited.ShouldBeGreaterThan(0);
        gaveUp.ShouldBeGreaterThan(0);
        Enumerable.Range(0, Slots + 1).Count(_ => slots.TryEnter()).ShouldBe(Slots);

        bool Wait(Random random)
        {
            using var stop = new CancellationTokenSource();
            var entry = slots.EnterAsync(stop.Token);
            if (!entry.IsCompleted)
                Interlocked.Increment(ref waited);
            if (random.Next(3) == 0)
                stop.Cancel();
            SpinWait.SpinUntil(() => entry.IsCompleted);
            if (entry.IsCompletedSuccessfully)
                return true;
            Interlocked.Increment(ref gaveUp);
            return false;
        }
    }
}
