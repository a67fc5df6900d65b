using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>
/// Which shapes of a model are bound: those that came twice in a row where nothing was bound for them, a few at a time. A model whose outputs' shapes depend on the inputs' values is found out when ONNX
/// Runtime refuses the memory that it is given for them, and is never bound again.
/// </summary>
internal sealed class BoundRuns : IDisposable
{
    private const int MostShapes = 8;

    // making a run costs as much as some runs do: what is bound and seldom asked for makes room for others only this often
    private const int RunsBetweenChanges = 1000;

    private readonly Lock changing = new();
    private BoundShapes[] bound = [];
    private BoundShapes? seen;
    private int missed;
    private volatile bool off;

    /// <summary>Whether there is one for these inputs.</summary>
    public bool TryRent(InferenceSession session, IReadOnlyList<NamedTensor> inputs, [NotNullWhen(true)] out BoundRun? run)
    {
        run = Find(inputs)?.Rent(session);
        return run is not null;
    }

    /// <summary>Learns from a run that was not bound. Many may have the same to tell at once.</summary>
    public void Learn(IReadOnlyList<NamedTensor> inputs, IReadOnlyList<NamedTensor> outputs)
    {
        if (off)
            return;
        var before = Volatile.Read(ref seen);
        if (before is null || !before.Fits(inputs))
            Volatile.Write(ref seen, BoundShapes.Of(inputs, outputs));
        else if (Volatile.Read(ref bound).Length < MostShapes || Interlocked.Increment(ref missed) >= RunsBetweenChanges)
            Bind(inputs, outputs);
    }

    /// <summary>Binds nothing any more.</summary>
    public void Dispose()
    {
        lock (changing)
        {
            off = true;
            foreach (var shapes in bound)
                shapes.Close();
            Volatile.Write(ref bound, []);
        }
    }

    private BoundShapes? Find(IReadOnlyList<NamedTensor> inputs)
    {
        foreach (var shapes in Volatile.Read(ref bound))
        {
            if (shapes.Fits(inputs))
                return shapes;
        }

        return null;
    }

    private void Bind(IReadOnlyList<NamedTensor> inputs, IReadOnlyList<NamedTensor> outputs)
    {
        lock (changing)
        {
            if (off || Find(inputs) is not null || BoundShapes.Of(inputs, outputs) is not { } shapes)
                return;
            if (bound.Length < MostShapes)
            {
                Volatile.Write(ref bound, [.. bound, shapes]);
                return;
            }

            missed = 0;
            var least = bound.MinBy(static one => one.TakeUses())!;
            Volatile.Write(ref bound, [.. bound.Where(one => one != least), shapes]);
            least.Close();
        }
    }
}
