using Inference.Contracts;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;

namespace Inference.InferenceHost.Tests.Protocols.OpenInference;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData(2, 0, "[2,2]", "0.5:1 0.25:0 7:2 0:0")]
    [InlineData(9, 0, "[2,3]", "0.5:1 0.25:0 0.25:2 7:2 0:0 NaN:1")]
    [InlineData(2, null, "[2]", "7:5 0.5:1")]
    public void Apply_Scores_GivesTheHighest(int classes, int? batchAxis, string shape, string expected)
    {
        var scores = Tensor.FromValues<float>(DataType.Fp32, new Shape(2, 3), [0.25f, 0.5f, 0.25f, 0, float.NaN, 7]);

        using var result = Classification.Apply(InferenceResult.Of([new NamedTensor("p", scores)]), Asking(classes), batchAxis);

        var tensor = result.Outputs.Single().Tensor;
        tensor.Shape.ToString().ShouldBe(shape);
        string.Join(' ', Enumerable.Range(0, tensor.Count).Select(tensor.Text)).ShouldBe(expected);
        Should.Throw<ObjectDisposedException>(() => scores.Span.Length);
    }

    [Theory]
    [InlineData(DataType.Int8)]
    [InlineData(DataType.UInt64)]
    [InlineData(DataType.Fp16)]
    [InlineData(DataType.Bf16)]
    [InlineData(DataType.Fp64)]
    public void Apply_AnyNumericType_IsRanked(DataType type)
    {
        // all bits 0, and the positive number with the lowest bit of the highest byte set
        var scores = Tensor.Rent(type, new Shape(2));
        scores.Writable.Clear();
        scores.Writable[^1] = 1;

        using var result = Classification.Apply(InferenceResult.Of([new NamedTensor("p", scores)]), Asking(1), 0);

        result.Outputs.Single().Tensor.Text().ShouldEndWith(":1");
    }

    [Fact]
    public void Apply_NothingAsked_IsTheSameResult()
    {
        using var result = InferenceResult.Of([new NamedTensor("p", Tensor.FromValues<float>(DataType.Fp32, new Shape(1), [1]))]);

        Classification.Apply(result, OutputForms.Json, 0).ShouldBeSameAs(result);
    }

    [Fact]
    public void Apply_TextAfterScores_IsAnErrorAndAllIsGivenBack()
    {
        var scores = Tensor.FromValues<float>(DataType.Fp32, new Shape(1), [1]);
        var texts = Tensor.FromStrings(new Shape(1), ["a"]);
        RequestedOutput[] requested = [new("p"), new("t")];

        using var result = Classification.Apply(
            InferenceResult.Of([new NamedTensor("p", scores), new NamedTensor("t", texts)]), new OutputForms(isBinary: false, requested, [new(null, 1), new(null, 1)]), 0);

        result.Error.ShouldNotBeNull().Message.ShouldBe("outputs[1].parameters.classification: output 't' has no numbers to rank, it is BYTES");
        Should.Throw<ObjectDisposedException>(() => scores.Span.Length);
        Should.Throw<ObjectDisposedException>(() => texts.Span.Length);
    }

    private static OutputForms Asking(int classes) => new(isBinary: false, [new RequestedOutput("p")], [new OutputForm(IsBinary: null, classes)]);
}
