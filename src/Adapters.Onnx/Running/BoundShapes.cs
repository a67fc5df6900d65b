using System.Collections.Concurrent;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Inputs of certain shapes, the outputs that a run gave for them, and idle <see cref="BoundRun"/>s between the two.</summary>
internal sealed class BoundShapes
{
    // beyond it a copy of the inputs costs what binding saves
    private const int MaxBytes = 16 << 10;
    private readonly ConcurrentQueue<BoundRun> idle = new();

    // the one that came back last, if it is idle: its memory is in the CPU's caches
    private BoundRun? last;
    private volatile bool closed;

    // counted without a lock, hence about so many
    private long uses;

    private BoundShapes(BoundTensor[] inputs, BoundTensor[] outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
    }

    public BoundTensor[] Inputs { get; }

    public BoundTensor[] Outputs { get; }

    /// <summary>
    /// Null where they are not all small tensors of fixed-size elements, or an output is an input by name: ONNX Runtime hands that one on as it is and leaves the memory bound for it untouched.
    /// </summary>
    public static BoundShapes? Of(IReadOnlyList<NamedTensor> inputs, IReadOnlyList<NamedTensor> outputs) =>
        Places(inputs) is { } given && Places(outputs) is { } made && !Array.Exists(made, output => Array.Exists(given, input => input.Name == output.Name))
            ? new BoundShapes(given, made)
            : null;

    /// <summary>Whether inputs are the same as these in all but their values.</summary>
    public bool Fits(IReadOnlyList<NamedTensor> inputs)
    {
        if (inputs.Count != Inputs.Length)
            return false;
        for (var i = 0; i < Inputs.Length; i++)
        {
            if (!Inputs[i].Fits(inputs[i]))
                return false;
        }

        return true;
    }

    /// <summary>One that nobody uses.</summary>
    public BoundRun Rent(InferenceSession session)
    {
        uses++;
        return Interlocked.Exchange(ref last, null) ?? (idle.TryDequeue(out var run) ? run : new BoundRun(session, this));
    }

    /// <summary>How often one was rented since this was last asked.</summary>
    public long TakeUses() => Interlocked.Exchange(ref uses, 0);

    public void Return(BoundRun run)
    {
        if (Interlocked.CompareExchange(ref last, run, null) is not null)
            idle.Enqueue(run);
        if (closed)
            Close();
    }

    /// <summary>Gives back what is idle, and what comes back from now on.</summary>
    public void Close()
    {
        closed = true;
        Interlocked.Exchange(ref last, null)?.Dispose();
        while (idle.TryDequeue(out var run))
            run.Dispose();
    }

    private static BoundTensor[]? Places(IReadOnlyList<NamedTensor> tensors)
    {
        var places = new BoundTensor[tensors.Count];
        var bytes = 0;
        for (var i = 0; i < places.Length; i++)
        {
            if (BoundTensor.Of(tensors[i]) is not { } place || (bytes += place.Bytes) > MaxBytes)
                return null;
            places[i] = place;
        }

        return places;
    }
}
