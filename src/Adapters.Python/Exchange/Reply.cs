using Inference.Contracts;

namespace Inference.Adapters.Python.Exchange;

/// <summary>What a worker answered a request with: outputs, which whoever receives them owns, or an error.</summary>
/// <param name="Outputs">In the function's order; empty on an error.</param>
/// <param name="Error">Null where the function returned.</param>
internal sealed record Reply(IReadOnlyList<NamedTensor> Outputs, FunctionError? Error) : IDisposable
{
    public void Dispose()
    {
        foreach (var output in Outputs)
            output.Tensor.Dispose();
    }
}
