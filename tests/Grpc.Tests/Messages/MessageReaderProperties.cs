using System.Buffers;
using System.IO.Pipelines;
using Inference.Grpc.Messages;

namespace Inference.Grpc.Tests.Messages;

/// <summary>The frame reader, whatever comes in whatever pieces.</summary>
public sealed class MessageReaderProperties
{
    private const int Limit = 10_000;
    private const int Turns = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Read_MessagesInAnyPieces_AreThoseThatWereSent(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < Turns; turn++)
        {
            byte[][] messages = [.. Enumerable.Range(0, random.Next(8)).Select(_ => RandomBytes(random, 200))];
            byte[] wire = [.. messages.SelectMany(message => message.Length > 0 && random.Next(3) == 0 ? Request.Frame(Request.Pack(message), flag: 1) : Request.Frame(message))];

            var (read, end) = await RunAsync(wire, random, isGzip: true);

            end.IsEnd.ShouldBeTrue($"{end.Failure}");
            read.Select(Convert.ToHexString).ShouldBe(messages.Select(Convert.ToHexString));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Read_AnyBytes_EndsWithAStatusAndHoldsNothing(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < Turns; turn++)
        {
            // lengths that are small enough for something to follow
            byte[] wire = [.. Request.Frame([1, 2, 3]), .. RandomBytes(random, 4), (byte)random.Next(3), 0, 0, 0, (byte)random.Next(20), .. RandomBytes(random, 60)];

            var (read, end) = await RunAsync(wire, random, isGzip: random.Next(2) == 0);

            read.Count.ShouldBeGreaterThan(0);
            (end.IsEnd || end.Failure is { IsOk: false }).ShouldBeTrue();
        }
    }

    private static byte[] RandomBytes(Random random, int most)
    {
        var bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task<(List<byte[]> Messages, MessageRead End)> RunAsync(byte[] wire, Random random, bool isGzip)
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 16, useSynchronizationContext: false));
        var budget = new MessageBudget(long.MaxValue);
        var reader = new MessageReader(new MessageAllowance(budget));
        reader.Begin(pipe.Reader, isGzip);
        var sending = SendAsync(pipe.Writer, wire, new Random(random.Next()));
        var messages = new List<byte[]>();
        for (var turn = 0; ; turn++)
        {
            // every other message is looked at before it is taken
            if (turn % 2 == 1)
                _ = await reader.PeekAsync(3, isOnly: false, static _ => { }, Stop);
            var read = await reader.ReadAsync(Limit, isOnly: false, static _ => { }, Stop);
            if (read.HasMessage)
            {
                messages.Add(read.Message.ToArray());
                continue;
            }

            reader.End();
            await pipe.Reader.CompleteAsync();
            await sending;
            budget.Taken.ShouldBe(0);
            return (messages, read);
        }
    }

    private static async Task SendAsync(PipeWriter writer, byte[] wire, Random random)
    {
        var sent = 0;
        while (sent < wire.Length)
        {
            var length = Math.Min(random.Next(1, 40), wire.Length - sent);
            await writer.WriteAsync(wire.AsMemory(sent, length), Stop);
            sent += length;
            await Task.Yield();
        }

        await writer.CompleteAsync();
    }
}
