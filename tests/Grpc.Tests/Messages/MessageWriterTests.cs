using System.Buffers;
using System.IO.Pipelines;
using Inference.Grpc.Messages;
using Inference.Testing;

namespace Inference.Grpc.Tests.Messages;

public sealed class MessageWriterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flush_CallerTakesNothing_IsSlowAfterWhatTheSlowestMayNeedAndNotBefore()
    {
        var pipe = Untaken();
        var clock = new ManualClock();
        var slow = 0;
        using var writer = new MessageWriter(clock, () =>
        {
            slow++;
            pipe.Reader.Complete();
        });
        writer.Begin(pipe.Writer, gzip: false);

        // taken in time
        writer.BeginMessage(480).Write(new byte[480]);
        var taken = writer.FlushAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(6.9));
        pipe.Reader.AdvanceTo((await pipe.Reader.ReadAsync(Stop)).Buffer.End);
        await taken;
        clock.Advance(TimeSpan.FromMinutes(1));
        slow.ShouldBe(0);

        writer.BeginMessage(480).Write(new byte[480]);
        var left = writer.FlushAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(6.9));
        slow.ShouldBe(0, "five seconds, and two for 480 bytes");
        left.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.1));
        slow.ShouldBe(1);
        await left;
    }

    [Fact]
    public async Task Hurry_WhileItWaits_IsSlowSooner()
    {
        var pipe = Untaken();
        var clock = new ManualClock();
        var slow = 0;
        using var writer = new MessageWriter(clock, () =>
        {
            slow++;
            pipe.Reader.Complete();
        });
        writer.Begin(pipe.Writer, gzip: false);
        // from 0 on, which is no moment of a real clock
        clock.Advance(TimeSpan.FromSeconds(1));
        writer.BeginMessage(2_400).Write(new byte[2_400]);
        var left = writer.FlushAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(1));

        writer.Hurry(TimeSpan.FromSeconds(4));
        writer.Hurry(TimeSpan.FromSeconds(14));

        clock.Advance(TimeSpan.FromSeconds(2.9));
        slow.ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(1.1));
        slow.ShouldBe(1);
        await left;
    }

    [Fact]
    public async Task Flush_TimerIsEarly_IsSlowAllTheSame()
    {
        var pipe = Untaken();
        var clock = new EarlyClock();
        using var writer = new MessageWriter(clock, () => pipe.Reader.Complete());
        writer.Begin(pipe.Writer, gzip: false);
        writer.BeginMessage(240).Write(new byte[240]);

        var left = writer.FlushAsync(Stop);
        clock.Timer.Due.ShouldBe(TimeSpan.FromSeconds(6));
        clock.Now += TimeSpan.FromMilliseconds(5998);
        clock.Timer.Fire();
        left.IsCompleted.ShouldBeFalse();
        clock.Timer.Due.ShouldBe(TimeSpan.FromMilliseconds(2));
        clock.Now += TimeSpan.FromMilliseconds(2);
        clock.Timer.Fire();

        await left;
    }

    /// <summary>What is written to it is taken when it has been read, as by the server.</summary>
    private static Pipe Untaken() => new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));

    /// <summary>Whose timer fires when it is told to.</summary>
    private sealed class EarlyClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public HandTimer Timer { get; private set; } = null!;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Timer = new HandTimer(() => callback(state));
    }

    private sealed class HandTimer(Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
