using System.Buffers;

namespace Inference.InferenceHost.Tests.Protocols;

/// <summary>Bytes as a connection has them: in pieces.</summary>
internal sealed class Pieces : ReadOnlySequenceSegment<byte>
{
    private Pieces(ReadOnlyMemory<byte> memory, Pieces? before)
    {
        Memory = memory;
        if (before is null)
            return;
        RunningIndex = before.RunningIndex + before.Memory.Length;
        before.Next = this;
    }

    public static ReadOnlySequence<byte> Of(byte[] bytes, Random random, int longest)
    {
        var first = new Pieces(default, before: null);
        var last = first;
        for (var taken = 0; taken < bytes.Length;)
        {
            var length = Math.Min(random.Next(longest + 1), bytes.Length - taken);
            last = new Pieces(bytes.AsMemory(taken, length), last);
            taken += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
