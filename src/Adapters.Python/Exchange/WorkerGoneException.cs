namespace Inference.Adapters.Python.Exchange;

/// <summary>The worker closed the exchange: its process has ended or is about to.</summary>
/// <param name="wasRead">Whether it may have begun with the last request sent to it; false where it had not read all of it.</param>
internal sealed class WorkerGoneException(bool wasRead) : Exception("the worker process has ended")
{
    public bool WasRead { get; } = wasRead;
}
