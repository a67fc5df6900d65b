using BenchmarkDotNet.Attributes;
using Inference.Contracts;
using InferenceHost.Batching;

namespace Inference.Micro.Batches;

/// <summary>Requests of one row made one, and the result given back to each.</summary>
public class JoinedRows
{
    private List<BatchEntry> entries = [];
    private InferenceResult result = null!;

    [Params(8, 64)]
    public int Requests { get; set; }

    /// <summary>Numbers in a row: those of digits, or of an image.</summary>
    [Params(64, 150_528)]
    public int RowLength { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        entries = [.. Enumerable.Range(0, Requests).Select(_ => Entry())];
        result = InferenceResult.Of([new NamedTensor("p", Tensor.FromValues<float>(DataType.Fp32, new Shape(Requests, 10), new float[Requests * 10]))]);
    }

    [Benchmark]
    public bool Join()
    {
        var isJoined = Rows.TryJoin(entries, out var joined);
        joined?.Dispose();
        return isJoined;
    }

    [Benchmark]
    public int Scatter()
    {
        for (var i = 0; i < Requests; i++)
            Rows.Part(result, i, 1).Dispose();
        return Requests;
    }

    private BatchEntry Entry()
    {
        var row = Tensor.FromValues<float>(DataType.Fp32, new Shape(1, RowLength), new float[RowLength]);
        var request = new InferenceRequest { Id = "r", Inputs = [new NamedTensor("x", row)] };
        return new BatchEntry(request, BatchKind.Of(request, out var rows)!, rows, since: 0, new WaitingCount(), CancellationToken.None);
    }
}
