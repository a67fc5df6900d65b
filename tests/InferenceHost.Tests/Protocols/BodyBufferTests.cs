using System.Buffers;
using System.IO.Pipelines;
using InferenceHost.Protocols;

namespace Inference.InferenceHost.Tests.Protocols;

public sealed class BodyBufferTests
{
    [Fact]
    public void Dispose_TheCallerHasResetItsStream_GivesItsMemoryBackAllTheSame()
    {
        // more than all tests beside this one hold
        const int much = 1 << 30;
        var before = BodyMemory.Held;
        BodyMemory.TryCount(much).ShouldBeTrue();
        var body = new BodyBuffer(new LeavingCaller(), new ReadOnlySequence<byte>([1]), much);

        body.Dispose();

        BodyMemory.Held.ShouldBeLessThan(before + (much / 2));
    }

    /// <summary>What Kestrel's reader is when the caller has reset its stream of HTTP/2.</summary>
    private sealed class LeavingCaller : PipeReader
    {
        public override void AdvanceTo(SequencePosition consumed) => throw new IOException("the client reset the request stream");

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

        public override void CancelPendingRead() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null) => throw new NotSupportedException();

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();
    }
}
