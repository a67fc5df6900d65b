using InferenceHost.Admission;

namespace Inference.InferenceHost.Tests.Admission;

public sealed class GateTests
{
    [Fact]
    public async Task Close_NobodyInside_IsEmptyAtOnce()
    {
        var gate = new Gate();
        gate.TryEnter().ShouldBeTrue();
        gate.Leave();
        gate.IsClosed.ShouldBeFalse();

        await gate.CloseAsync();

        gate.IsClosed.ShouldBeTrue();
        gate.TryEnter().ShouldBeFalse();
    }

    [Fact]
    public async Task Close_SomebodyInside_WaitsForTheLast()
    {
        var gate = new Gate();
        gate.TryEnter().ShouldBeTrue();
        gate.TryEnter().ShouldBeTrue();

        var empty = gate.CloseAsync();
        gate.TryEnter().ShouldBeFalse();
        gate.Leave();
        empty.IsCompleted.ShouldBeFalse();
        gate.Leave();

        await empty;
    }

    [Fact]
    public async Task Close_WhileManyComeAndGo_NobodyIsInsideOnceItIsEmpty()
    {
        for (var round = 0; round < 50; round++)
        {
            var gate = new Gate();
            var (inside, entered, late) = (0, 0, 0);
            var empty = new TaskCompletionSource();
            var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                while (gate.TryEnter())
                {
                    Interlocked.Increment(ref inside);
                    Interlocked.Increment(ref entered);
                    if (empty.Task.IsCompleted)
                        Interlocked.Increment(ref late);
                    Interlocked.Decrement(ref inside);
                    gate.Leave();
                }
            })).ToArray();
            SpinWait.SpinUntil(() => Volatile.Read(ref entered) > 5);

            await gate.CloseAsync();
            empty.SetResult();

            Volatile.Read(ref inside).ShouldBe(0);
            await Task.WhenAll(callers);
            late.ShouldBe(0);
        }
    }
}
