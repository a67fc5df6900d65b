using Inference.Adapters.Python.Processes;
using Inference.Contracts;

namespace Inference.Adapters.Python.Exchange;

/// <summary>
/// Our end of the exchange with one worker: a request, then its answer, one at a time. A thread of its own waits for what the worker says and goes on with whoever waited for that, so that
/// a small answer costs one change of threads. When the worker is gone, runs end with <see cref="WorkerGoneException"/>; when it sends what cannot be, with
/// <see cref="BrokenExchangeException"/>, and it is ended.
/// </summary>
internal sealed class WorkerChannel(WorkerProcess process, Action<WorkerChannel> onFree) : IDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);
    private readonly FrameWriter writer = new(process.Arriving);
    private readonly TaskCompletionSource<Ready> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private Thread? reader;
    private PendingRun? pending;
    private bool isOver;
    private byte[] received = new byte[16 * 1024];
    private int filled;
    private long number;

    /// <summary>Whether the worker has answered a request: from then on its death says nothing of the function's start.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Lets the worker import the function; what it says of it.</summary>
    public Task<Ready> StartAsync(PythonOptions options, string modelKey)
    {
        lock (gate)
            TrySend(writer.Start(options, modelKey));
        reader = new Thread(Receive) { IsBackground = true, Name = "python answers" };
        reader.Start();
        return ready.Task;
    }

    /// <summary>Tells which types the docstring gives outputs.</summary>
    public void Describe(Signature signature)
    {
        // a worker that is gone is found out by whoever gives it a request
        lock (gate)
            TrySend(writer.Types(signature));
    }

    /// <summary>Lets the worker run the function. Nothing of the request is needed after this returns. The reply becomes the caller's.</summary>
    public PendingRun Begin(InferenceRequest request, Signature signature)
    {
        var run = new PendingRun();
        lock (gate)
        {
            if (!isOver)
            {
                number++;
                pending = run;
                if (TrySend(writer.Request(request, signature, number)))
                    return run;
                pending = null;
            }
        }

        run.Fail(new WorkerGoneException(wasRead: false));
        return run;
    }

    /// <summary>Asks the function to stop, if it is this run that it is at.</summary>
    public void Interrupt(PendingRun run)
    {
        lock (gate)
        {
            if (pending == run)
                process.Interrupt();
        }
    }

    /// <summary>Gives everything back. The process has ended.</summary>
    public void Dispose()
    {
        // where a process outside of the worker's group holds its end, the reader is waiting still
        Native.Shutdown(process.Exchange);
        if (Thread.CurrentThread != reader)
            reader?.Join();
        writer.Dispose();
    }

    /// <summary>Frames are small enough for the socket's buffer: this does not wait.</summary>
    private bool TrySend(ReadOnlySpan<byte> frame)
    {
        while (!frame.IsEmpty)
        {
            var sent = Native.Send(process.Exchange, frame);
            if (sent < 0)
                return false;
            frame = frame[sent..];
        }

        return true;
    }

    private void Receive()
    {
        try
        {
            Greet();
            while (true)
                Answer();
        }
        catch (WorkerGoneException e)
        {
            End(e);

            // it is ending, and says itself how; one that goes on without an exchange is ended
            using var exited = ((IAsyncResult)process.Exited).AsyncWaitHandle;
            if (!exited.WaitOne(LastWords))
                process.Kill(EndReason.Closed);
        }
        catch (Exception e)
        {
            // what it sent cannot be; or a bug of ours, or no memory, and where we are in it is unknown
            process.Kill(EndReason.Protocol(e.Message));
            End(e as BrokenExchangeException ?? new BrokenExchangeException(e.Message));
        }
    }

    private void End(Exception reason)
    {
        PendingRun? run;
        lock (gate)
        {
            isOver = true;
            run = pending;
            pending = null;
        }

        ready.TrySetException(reason);
        run?.Fail(reason);
    }

    private void Greet()
    {
        var head = ReceiveFrame();
        if (head.Kind != ReplyKind.Hello)
            throw new BrokenExchangeException("an answer before the greeting");
        ready.TrySetResult(ReplyReader.ReadReady(received.AsMemory(Frame.ReplyHeader, head.Text)));
    }

    private void Answer()
    {
        var head = ReceiveFrame();
        if (Volatile.Read(ref pending) is null || head.Number != number || head.Kind == ReplyKind.Hello)
            throw new BrokenExchangeException("an answer that nobody asked for");
        var text = received.AsMemory(Frame.ReplyHeader, head.Text);
        var reply = head.Kind == ReplyKind.Error
            ? new Reply([], ReplyReader.ReadError(text))
            : new Reply(ReplyReader.ReadOutputs(text.Span, received.AsSpan(Frame.ReplyHeader + head.Text, head.Blob), process.Leaving), Error: null);
        PendingRun run;
        lock (gate)
        {
            writer.Reuse(head.KeepsInputs);
            run = pending!;
            pending = null;
        }

        HasAnswered = true;

        // first free, so that whoever goes on with the reply finds it so when it lets the next request in
        onFree(this);

        // whoever waits may write it out at length, and the worker may have answered the next request long before
        if (reply.IsQuicklyWritten)
            run.Answer(reply);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static answered => answered.run.Answer(answered.reply), (run, reply), preferLocal: false);
    }

    /// <summary>A whole frame at the start of <see cref="received"/>.</summary>
    private ReplyHead ReceiveFrame()
    {
        filled = 0;
        Fill(Frame.ReplyHeader);
        var head = Frame.ReadHeader(received);
        var total = Frame.ReplyHeader + head.Text + head.Blob;
        if (received.Length < total)
            Array.Resize(ref received, total);
        Fill(total);
        return filled == total ? head : throw new BrokenExchangeException("more than one answer");
    }

    private void Fill(int needed)
    {
        while (filled < needed)
        {
            var got = Native.Receive(process.Exchange, received.AsSpan(filled));
            if (got <= 0)
            {
                // the kernel says "reset" where the other end went away with something unread
                throw new WorkerGoneException(wasRead: got != -Native.EConnectionReset);
            }

            filled += got;
        }
    }
}
