using System.Text;
using System.Text.Json;
using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

/// <summary>What goes through a function that gives back what it gets is what went in.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Echo_OfRandomTensors_GivesThemBack(bool numpy)
    {
        await using var model = await Functions.LoadAsync("echo", numpy: numpy);
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            using var request = new InferenceRequest
            {
                Id = "test",
                Inputs = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i => new NamedTensor($"x{i}", Any(random)))],
            };

            using var result = await model.InferAsync(request, TestContext.Current.CancellationToken);

            result.Error.ShouldBeNull($"seed {seed}");
            result.Outputs.Select(output => output.Name).ShouldBe(request.Inputs.Select(input => input.Name));
            for (var i = 0; i < request.Inputs.Count; i++)
            {
                var (given, taken) = (request.Inputs[i].Tensor, result.Outputs[i].Tensor);
                if (given.Type == DataType.Dict)
                    JsonElement.DeepEquals(JsonElement.Parse(taken.Text()), JsonElement.Parse(given.Text())).ShouldBeTrue(taken.Text());
                else
                    taken.ShouldBeBitwise(given, payloads: numpy);
                taken.ContentType.ShouldBe(given.Type.IsSingleValue() ? given.ContentType : null);
            }
        }
    }

    private static Tensor Any(Random random)
    {
        var type = (DataType)random.Next((int)DataType.File + 1);
        if (type.IsSingleValue())
            return Tensor.FromText(type, Encoding.UTF8.GetBytes(AnyText(random, type)), random.Next(2) == 0 ? default : new Shape(1), random.Next(2) == 0 ? null : "text/x-" + random.Next(100));

        // small, around where shared memory begins, or none
        var count = random.Next(8) switch { 0 => 65_536 / Math.Max(1, type.ElementSize()) + random.Next(-1, 2), 1 => 0, _ => random.Next(1, 40) };
        long[] dimensions = count % 2 == 0 && random.Next(2) == 0 ? [2, count / 2] : [count];
        if (type == DataType.Bytes)
            return Requests.Elements(new Shape(dimensions), [.. Enumerable.Range(0, count).Select(_ => AnyBytes(random, random.Next(12)))]);
        var bytes = AnyBytes(random, count * type.ElementSize());
        if (type == DataType.Bool)
            bytes = [.. bytes.Select(value => (byte)(value & 1))];
        return Tensor.FromValues<byte>(type, new Shape(dimensions), bytes);
    }

    private static byte[] AnyBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string AnyText(Random random, DataType type)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, random.Next(10) == 0 ? 30_000 : 30)).Select(_ => char.ConvertFromUtf32(random.Next(1, 4) switch { 1 => random.Next(1, 128), 2 => random.Next(0x80, 0xd800), _ => random.Next(0x10000, 0x110000) })));
        return type == DataType.Dict ? JsonSerializer.Serialize(new Dictionary<string, object?> { [text] = new object?[] { text, random.Next(), random.NextDouble(), null, true } }) : text;
    }
}
