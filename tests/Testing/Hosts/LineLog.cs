namespace Inference.Testing.Hosts;

/// <summary>The lines that a process wrote so far, and a way to wait for one.</summary>
public sealed class LineLog
{
    private readonly List<string> lines = [];
    private TaskCompletionSource grown = NewSignal();
    private bool isOver;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    /// <summary>The first line that is what is looked for, also of those written before; null where the stream ended without one.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    public async Task<string?> FindAsync(Func<string, bool> isMeant, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        for (var seen = 0; ;)
        {
            string[] fresh;
            Task more;
            bool last;
            lock (lines)
            {
                fresh = [.. lines.Skip(seen)];
                more = grown.Task;
                last = isOver;
            }

            if (fresh.FirstOrDefault(isMeant) is { } found)
                return found;
            if (last)
                return null;
            seen += fresh.Length;
            try
            {
                await more.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"the line did not come within {timeout}; there were:{Environment.NewLine}{this}", e);
            }
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, Lines);

    public async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            Add(line);
        Add(null);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(string? line)
    {
        TaskCompletionSource signal;
        lock (lines)
        {
            if (line is null)
                isOver = true;
            else
                lines.Add(line);
            signal = grown;
            grown = NewSignal();
        }

        signal.TrySetResult();
    }
}
