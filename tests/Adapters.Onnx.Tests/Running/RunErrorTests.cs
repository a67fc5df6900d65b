using Inference.Adapters.Conformance;
using Inference.Adapters.Onnx.Running;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Running;

public sealed class RunErrorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_NamedDimensionsOfDifferentLength_IsTheCallersFault()
    {
        var error = await FailAsync("sum", new NamedTensor("a", Requests.Floats(1, 2, 3)), new NamedTensor("b", Requests.Floats(1, 2)));

        error.Code.ShouldBe(ErrorCode.InvalidInput);
        error.Message.ShouldBe("inputs: 'n' must have the same length everywhere; found 3 in dimension 0 of 'a', 2 in dimension 0 of 'b'");
    }

    [Fact]
    public async Task Infer_NamedDimensionsOfDifferentLengthThatWork_AreLeftToTheModel()
    {
        await using var model = await TestModels.LoadAsync("sum");
        using var request = Requests.Of(new NamedTensor("a", Requests.Floats(1, 2, 3)), new NamedTensor("b", Requests.Floats(10)));

        using var result = await model.InferAsync(request, Stop);

        result.Floats().ShouldBe([11, 12, 13]);
    }

    [Fact]
    public async Task Infer_NodeFails_IsTheModelsFaultWithoutPaths()
    {
        var error = await FailAsync("pick", new NamedTensor("index", Requests.Longs(99)));

        error.Code.ShouldBe(ErrorCode.ModelFailed);
        error.Message.ShouldStartWith("OnnxRuntimeException: ");
        error.Message.ShouldContain("Gather");
        error.Message.ShouldContain("99");
        error.Message.ShouldNotContain("/");
        error.Message.ShouldNotContain("ErrorCode");
    }

    [Fact]
    public async Task Infer_WhatTheHostShouldHaveRefused_IsTheCallersFault()
    {
        (await FailAsync("sum", new NamedTensor("a", Requests.Floats(1)))).Code.ShouldBe(ErrorCode.InvalidInput);
        (await FailAsync("sum", new NamedTensor("a", Requests.Floats(1)), new NamedTensor("c", Requests.Floats(1)))).Code.ShouldBe(ErrorCode.InvalidInput);
        (await FailAsync("sum", new NamedTensor("a", Requests.Floats(1)), new NamedTensor("b", Requests.Longs(1)))).Code.ShouldBe(ErrorCode.InvalidInput);
        (await FailAsync("sum", new NamedTensor("a", Requests.Floats(1)), new NamedTensor("b", Requests.Floats(Shape.Scalar, 1)))).Code
            .ShouldBe(ErrorCode.InvalidInput);
    }

    /// <summary>Takes 2 GB and some seconds.</summary>
    [Fact(Explicit = true)]
    public async Task Infer_OutputOver2GiB_IsAnInvalidOutput()
    {
        var error = await FailAsync("large", new NamedTensor("shape", Requests.Longs((1L << 29) + 1)));

        error.Code.ShouldBe(ErrorCode.InvalidOutput);
        error.Message.ShouldContain("'y'");
    }

    [Fact]
    public async Task Infer_MoreMemoryThanThereIs_IsTheModelsFault()
    {
        var error = await FailAsync("large", new NamedTensor("shape", Requests.Longs(1L << 20, 1L << 30)));

        error.Code.ShouldBe(ErrorCode.ModelFailed);
    }

    [Fact]
    public void Clean_EndlessMessage_IsCut() => OnnxMessage.Clean(new string('x', 1_000_000)).Length.ShouldBeLessThan(3000);

    [Fact]
    public async Task Infer_Disposed_Throws()
    {
        var model = await TestModels.LoadAsync("sum");
        await model.DisposeAsync();
        using var request = Requests.Of();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await model.InferAsync(request, Stop));
    }

    [Theory]
    [InlineData("[ErrorCode:Fail] Load model from /some/where/my model.onnx failed:/a/b/model.cc:192 onnxruntime::Model::Model(onnx::ModelProto&&, int) Bad: 1", "Bad: 1")]
    [InlineData("[ErrorCode:RuntimeException] Non-zero status. /src/core/op.cc:83 void onnx::Op<T>::Run(const X&) const [with T = float] left operand", "Non-zero status. left operand")]
    [InlineData("cannot open /var/lib/data/secret/m.onnx: gone", "cannot open m.onnx: gone")]
    [InlineData("a/b and 1/2 and https://host/x stay", "a/b and 1/2 and https://host/x stay")]
    public void Clean_Message_KeepsWhatThePersonNeeds(string message, string expected) => OnnxMessage.Clean(message).ShouldBe(expected);

    private static async Task<InferenceError> FailAsync(string name, params NamedTensor[] inputs)
    {
        await using var model = await TestModels.LoadAsync(name);
        using var request = Requests.Of(inputs);
        using var result = await model.InferAsync(request, Stop);
        return result.Error.ShouldNotBeNull();
    }
}
