using System.IO.Pipelines;
using Inference.Grpc.Messages;

namespace Inference.Grpc.Tests.Messages;

public sealed class MessageReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_TheCallerHasLeftSinceTheMessageWasRead_IsNoError()
    {
        var reader = await ReadOneAsync();

        reader.Release();
    }

    [Fact]
    public async Task End_TheCallerHasLeftSinceTheMessageWasRead_IsNoError()
    {
        var reader = await ReadOneAsync();

        reader.End();
    }

    [Fact]
    public async Task Interrupt_TheCallerHasLeft_IsNoError()
    {
        var reader = await ReadOneAsync();

        reader.Interrupt();
    }

    private static async Task<MessageReader> ReadOneAsync()
    {
        var reader = new MessageReader(new MessageAllowance(new MessageBudget(100)));
        reader.Begin(new LeavingCaller(Request.Frame([1, 2, 3])), gzip: false);
        (await reader.ReadAsync(100, isOnly: true, static _ => { }, Stop)).Failure.ShouldBeNull();
        return reader;
    }

    /// <summary>The body of a caller who leaves once it was read, as Kestrel has it: from then on its reader throws.</summary>
    private sealed class LeavingCaller(byte[] wire) : PipeReader
    {
        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new ReadResult(new System.Buffers.ReadOnlySequence<byte>(wire), isCanceled: false, isCompleted: true));

        public override bool TryRead(out ReadResult result)
        {
            result = default;
            return false;
        }

        public override void AdvanceTo(SequencePosition consumed) => throw new IOException("The request stream was aborted.");

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

        public override void CancelPendingRead() => throw new IOException("The client reset the request stream.");

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
