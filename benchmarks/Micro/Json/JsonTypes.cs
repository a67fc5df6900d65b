using System.Buffers;
using BenchmarkDotNet.Attributes;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace Inference.Micro.Json;

/// <summary>The JSON reader and writer, a thousand elements of each type.</summary>
public class JsonTypes
{
    private readonly ArrayBufferWriter<byte> written = new(1 << 20);
    private Tensor tensor = null!;
    private byte[] json = [];

    [ParamsSource(nameof(Types))]
    public DataType Type { get; set; }

    public static IEnumerable<DataType> Types => Enum.GetValues<DataType>().Where(type => type <= DataType.Bytes);

    [GlobalSetup]
    public void Prepare()
    {
        tensor = SampleTensor.Of(Type, 1_000);
        Write();
        json = written.WrittenSpan.ToArray();
    }

    [Benchmark]
    public int Read()
    {
        var cursor = new JsonCursor(json);
        var problems = default(ProblemList);
        using var read = TensorReader.Read(ref cursor, Type, tensor.Shape, new FieldPath("data"), ref problems);
        return read!.Count;
    }

    [Benchmark]
    public int Write()
    {
        written.ResetWrittenCount();
        var output = new JsonOutput(written);
        TensorWriter.WriteData(ref output, tensor);
        output.Flush();
        return written.WrittenCount;
    }
}
