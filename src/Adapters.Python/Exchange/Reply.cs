using Inference.Contracts;

namespace Inference.Adapters.Python.Exchange;

/// <summary>What a worker answered a request with: outputs, which whoever receives them owns, or an error.</summary>
/// <param name="Outputs">In the function's order; empty on an error.</param>
/// <param name="Error">Null where the function returned.</param>
internal sealed record Reply(IReadOnlyList<NamedTensor> Outputs, FunctionError? Error) : IDisposable
{
    // tens of microseconds as JSON
    private const int QuicklyWritten = 4 * 1024;

    /// <summary>Whether so little is in it that a thread on which others wait may turn it into an answer.</summary>
    public bool IsQuicklyWritten
    {
        get
        {
            var bytes = 0L;
            foreach (var output in Outputs)
                bytes += output.Tensor.Span.Length;
            return bytes <= QuicklyWritten;
        }
    }

    public void Dispose()
    {
        foreach (var output in Outputs)
            output.Tensor.Dispose();
    }
}
