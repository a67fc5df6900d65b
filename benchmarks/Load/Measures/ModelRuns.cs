using System.Diagnostics;
using Inference.Adapters.Onnx;
using Inference.Contracts;

namespace Inference.Load.Measures;

/// <summary>A model in this process, run by one thread and without a server, with the settings that the host runs it with.</summary>
internal sealed class ModelRuns(IModel model) : IAsyncDisposable
{
    /// <exception cref="InvalidDataException">It cannot be loaded.</exception>
    public static async Task<ModelRuns> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var loaded = await new OnnxModelLoader(new OnnxOptions { IntraOpThreads = 1 }).LoadAsync(new ModelSource { Component = "load.model", ModelPath = Path.GetFullPath(path) }, cancellationToken);
        return loaded.TryGet(out var model, out var error) ? new ModelRuns(model) : throw new InvalidDataException(error.Message);
    }

    /// <summary>Runs for so long, after some that are not counted.</summary>
    /// <param name="row">One row of the only input.</param>
    /// <param name="rows">How many times it stands in the input.</param>
    /// <param name="time">How long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<LatencyHistogram> MeasureAsync(float[] row, int rows, TimeSpan time, CancellationToken cancellationToken)
    {
        var input = model.Signature.Inputs[0];
        using var tensor = Tensor.FromValues<float>(DataType.Fp32, new Shape(rows, row.Length), [.. Enumerable.Repeat(row, rows).SelectMany(values => values)]);
        var request = new InferenceRequest { Id = "run", Inputs = [new NamedTensor(input.Name, tensor)] };
        var times = new LatencyHistogram();
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < time * 1.25)
        {
            var started = Stopwatch.GetTimestamp();
            using var result = await model.InferAsync(request, cancellationToken);
            var taken = Stopwatch.GetElapsedTime(started);
            if (result.Error is { } failed)
                throw new InvalidDataException(failed.Message);
            if (Stopwatch.GetElapsedTime(begin) > time / 4)
                times.Add(taken);
        }

        return times;
    }

    public ValueTask DisposeAsync() => model.DisposeAsync();
}
