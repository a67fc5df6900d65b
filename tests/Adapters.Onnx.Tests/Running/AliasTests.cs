using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Running;

/// <summary>Operators that only rename memory must not hand the request's memory, or the model's, out as an output.</summary>
public sealed class AliasTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alias")]
    [InlineData("through")]
    public async Task Infer_OperatorsThatCouldShareMemory_DoNot(string name)
    {
        await using var model = await TestModels.LoadAsync(name);
        using var tensor = name == "alias" ? Requests.Floats(new Shape(2, 2), 1, 2, 3, 4) : Requests.Floats(1, 2, 3, 4);
        using var request = Requests.Of("x", tensor);
        using var result = await model.InferAsync(request, Stop);
        result.Error.ShouldBeNull();
        var before = result.Outputs.Select((_, i) => result.Floats(i)).ToArray();
        before[0].ShouldBe([1, 2, 3, 4]);

        tensor.Writable.Fill(0xff);

        for (var i = 0; i < before.Length; i++)
            result.Floats(i).ShouldBe(before[i], result.Outputs[i].Name);
    }

    [Fact]
    public async Task Infer_ConstantOutput_IsACopyThatOutlivesTheModel()
    {
        var model = await TestModels.LoadAsync("constant");
        using var request = Requests.Of("x", Requests.Floats(1));
        using (var first = await model.InferAsync(request, Stop))
            first.Outputs[1].Tensor.Writable.Fill(0xff);
        using var second = await model.InferAsync(request, Stop);
        await model.DisposeAsync();

        second.Floats(1).ShouldBe([1, 2, 3]);
    }
}
