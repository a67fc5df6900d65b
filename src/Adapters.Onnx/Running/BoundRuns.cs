using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>
/// Which shapes of a model are worth binding: those of two requests in a row. A model whose outputs' shapes depend on the inputs' values is found out when ONNX Runtime refuses the memory that it is given
/// for them, and is never bound again.
/// </summary>
internal sealed class BoundRuns : IDisposable
{
    private BoundShapes? bound;
    private BoundShapes? seen;
    private volatile bool off;

    /// <summary>Whether there is one for these inputs.</summary>
    public bool TryRent(InferenceSession session, IReadOnlyList<NamedTensor> inputs, [NotNullWhen(true)] out BoundRun? run)
    {
        run = !off && Volatile.Read(ref bound) is { } shapes && shapes.Fits(inputs) ? shapes.Rent(session) : null;
        return run is not null;
    }

    /// <summary>Learns from a run that was not bound.</summary>
    public void Learn(IReadOnlyList<NamedTensor> inputs, IReadOnlyList<NamedTensor> outputs)
    {
        if (off)
            return;
        var before = Volatile.Read(ref seen);
        if (before is null || !before.Fits(inputs))
            Volatile.Write(ref seen, BoundShapes.Of(inputs, outputs));
        else if (Volatile.Read(ref bound) != before)
            Interlocked.Exchange(ref bound, before)?.Close();
    }

    /// <summary>Binds nothing any more.</summary>
    public void Dispose()
    {
        off = true;
        Interlocked.Exchange(ref bound, null)?.Close();
    }
}
