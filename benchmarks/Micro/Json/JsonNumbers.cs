using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace Inference.Micro.Json;

/// <summary>FP32 as JSON, beside the framework's reader and writer on the same values.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class JsonNumbers
{
    private byte[] json = [];
    private float[] floats = [];
    private Shape shape;
    private Tensor tensor = null!;
    private Utf8JsonWriter framework = null!;
    private readonly ArrayBufferWriter<byte> written = new(8 << 20);

    /// <summary>A small tensor, and an image of 224 × 224 pixels in three colours.</summary>
    [Params(64, 150_528)]
    public int Count { get; set; }

    /// <summary>Pixels from 0 to 255; from 0 to 1; normalised, of either sign; and normalised in double precision, as Python writes what was FP32.</summary>
    [Params("pixels", "unit", "normal", "double")]
    public string Values { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(7);
        floats = [.. Enumerable.Range(0, Count).Select(_ => Value(random))];
        var texts = floats.Select(value => Values == "double" ? ((double)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture));
        json = Encoding.UTF8.GetBytes($"[{string.Join(',', texts)}]");
        shape = new Shape(Count);
        tensor = Tensor.FromValues<float>(DataType.Fp32, shape, floats);
        framework = new Utf8JsonWriter(written);
    }

    [Benchmark]
    [BenchmarkCategory("in")]
    public int Read()
    {
        var cursor = new JsonCursor(json);
        var problems = default(ProblemList);
        using var read = TensorReader.Read(ref cursor, DataType.Fp32, shape, new FieldPath("data"), ref problems);
        return read!.Count;
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("in")]
    public int ReadByUtf8JsonReader()
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
            floats[count++] = reader.GetSingle();
        return count;
    }

    [Benchmark]
    [BenchmarkCategory("out")]
    public int Write()
    {
        written.ResetWrittenCount();
        var output = new JsonOutput(written);
        TensorWriter.WriteData(ref output, tensor);
        output.Flush();
        return written.WrittenCount;
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("out")]
    public int WriteByUtf8JsonWriter()
    {
        written.ResetWrittenCount();
        framework.Reset();
        framework.WriteStartArray();
        foreach (var value in tensor.Values<float>())
            framework.WriteNumberValue(value);
        framework.WriteEndArray();
        framework.Flush();
        return written.WrittenCount;
    }

    private float Value(Random random) => Values switch
    {
        "pixels" => random.Next(256),
        "unit" => random.NextSingle(),
        _ => ((random.Next(256) / 255f) - 0.456f) / 0.224f,
    };
}
