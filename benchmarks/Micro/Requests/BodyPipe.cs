using System.Buffers;
using System.IO.Pipelines;

namespace Inference.Micro.Requests;

/// <summary>A body that has arrived in one piece.</summary>
internal sealed class BodyPipe(byte[] body) : PipeReader
{
    private readonly ReadResult all = new(new ReadOnlySequence<byte>(body), isCanceled: false, isCompleted: true);

    public override bool TryRead(out ReadResult result)
    {
        result = all;
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(all);

    public override void AdvanceTo(SequencePosition consumed)
    {
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
    }

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
