using System.Text;
using Inference.Telemetry.Logs;

namespace Inference.Telemetry.Tests.Logs;

public sealed class LineSinkTests
{
    [Fact]
    public async Task Write_ManyThreads_WritesEachLineWholeAndInItsThreadsOrder()
    {
        using var output = new MemoryStream();
        var sink = new LineSink(output);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
                sink.Write(Encoding.ASCII.GetBytes($"{thread} {i}\n"));
        })));
        sink.Flush();

        var lines = Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(16_000);
        foreach (var thread in lines.GroupBy(line => line[0]))
            thread.Select(line => int.Parse(line[2..])).ShouldBe(Enumerable.Range(0, 2000));
    }

    [Fact]
    public void Write_OneThread_HasWrittenWhenItReturns()
    {
        using var output = new MemoryStream();
        new LineSink(output).Write("line\n"u8);
        output.ToArray().ShouldBe("line\n"u8.ToArray());
    }

    [Fact(Timeout = 30_000)]
    public async Task Write_WhileTheOutputIsStuck_LetsOthersGoOnAndLosesNothing()
    {
        using var output = new StuckStream();
        var sink = new LineSink(output);
        var first = Task.Run(() => sink.Write("first\n"u8), TestContext.Current.CancellationToken);
        output.Entered.Wait(TestContext.Current.CancellationToken);
        var second = Task.Run(() => sink.Write("second\n"u8), TestContext.Current.CancellationToken);
        var third = Task.Run(() => sink.Write("third\n"u8), TestContext.Current.CancellationToken);

        // one of the two waits to write for both, the other is free
        await Task.WhenAny(second, third).WaitAsync(TestContext.Current.CancellationToken);
        output.Release.Set();
        await Task.WhenAll(first, second, third);

        Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["first", "second", "third"], ignoreOrder: true);
    }

    [Fact]
    public void Write_BrokenOutput_IsNoError()
    {
        var output = new MemoryStream();
        output.Dispose();
        var sink = new LineSink(output);
        Should.NotThrow(() => sink.Write("line\n"u8));
        Should.NotThrow(() => sink.Write("line\n"u8));
    }

    private sealed class StuckStream : MemoryStream
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Entered.Set();
            Release.Wait();
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            Entered.Dispose();
            Release.Dispose();
            base.Dispose(disposing);
        }
    }
}
