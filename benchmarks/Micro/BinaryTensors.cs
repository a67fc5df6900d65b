using System.Buffers;
using BenchmarkDotNet.Attributes;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;
using InferenceHost.Protocols.OpenInference;

namespace Inference.Micro;

/// <summary>Tensors as the binary extension of the Open Inference Protocol has them.</summary>
public class BinaryTensors
{
    private readonly ArrayBufferWriter<byte> written = new(4 << 20);
    private Tensor tensor = null!;
    private byte[] bytes = [];

    [Params(64, 150_528)]
    public int Count { get; set; }

    [Params(DataType.UInt8, DataType.Bool, DataType.Fp32, DataType.Bytes)]
    public DataType Type { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        tensor = SampleTensor.Of(Type, Count);
        Write();
        bytes = written.WrittenSpan.ToArray();
    }

    [Benchmark]
    public int Read()
    {
        var problems = default(ProblemList);
        using var read = BinaryTensor.Read(Type, tensor.Shape, new ReadOnlySequence<byte>(bytes), new FieldPath("data"), ref problems);
        return read!.Count;
    }

    [Benchmark]
    public int Write()
    {
        written.ResetWrittenCount();
        BinaryTensor.Write(written, tensor);
        return written.WrittenCount;
    }
}
