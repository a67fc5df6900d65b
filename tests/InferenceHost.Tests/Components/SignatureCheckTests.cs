using Inference.Contracts;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class SignatureCheckTests
{
    private static readonly Signature Model = new(
        [
            new TensorSpec("image", DataType.Fp32, new Shape(-1, 64)),
            new TensorSpec("mask", DataType.Bool, Shape.Scalar) { IsOptional = true },
            new TensorSpec("note", DataType.Str, new Shape(1)) { IsOptional = true },
            new TensorSpec("any", DataType.Int8, Shape: null) { IsOptional = true },
        ],
        [new TensorSpec("label", DataType.Int64, new Shape(-1)), new TensorSpec("probabilities", DataType.Fp32, new Shape(-1, 10))]);

    private static readonly NamedTensor Image = new("image", Tensor.Rent(DataType.Fp32, new Shape(2, 64)));

    [Fact]
    public void Check_WhatFits_IsNoError()
    {
        NamedTensor[] inputs =
        [
            new("any", Tensor.Rent(DataType.Int8, new Shape(1, 2, 3))), new("note", Tensor.FromText(DataType.Str, "a"u8, new Shape(7, 7))), Image,
            new("mask", Tensor.Rent(DataType.Bool, Shape.Scalar)),
        ];

        SignatureCheck.Check(Model, inputs, [new RequestedOutput("probabilities", DataType.Fp32), new RequestedOutput("label")]).ShouldBeNull();
        SignatureCheck.Check(Signature.Unknown, inputs, [new RequestedOutput("x", DataType.File)]).ShouldBeNull();
    }

    [Theory]
    [InlineData("imagee", DataType.Fp32, "[2,64]", "inputs[0].name: unknown input 'imagee'; did you mean 'image'?; inputs: missing required input 'image' (FP32 [-1,64])")]
    [InlineData("x", DataType.Fp32, "[2,64]", "inputs[0].name: unknown input 'x'; the model takes 'image', 'mask', 'note', 'any'; inputs: missing required input 'image' (FP32 [-1,64])")]
    [InlineData("image", DataType.Int64, "[2,64]", "inputs[0].datatype: expected FP32, found INT64 for input 'image'")]
    [InlineData("image", DataType.Fp32, "[1,63]", "inputs[0].shape: expected shape [-1,64] (-1: any number), got [1,63] for input 'image'")]
    [InlineData("image", DataType.Fp32, "[64]", "inputs[0].shape: expected shape [-1,64] (-1: any number), got [64] for input 'image'")]
    [InlineData("image", DataType.Fp64, "[64]", "inputs[0].datatype: expected FP32, found FP64 for input 'image'; inputs[0].shape: expected shape [-1,64] (-1: any number), got [64] for input 'image'")]
    public void Check_AnInputThatDoesNotFit_SaysWhy(string name, DataType type, string shape, string message)
    {
        using var tensor = Tensor.Rent(type, new Shape([.. shape.Trim('[', ']').Split(',').Select(long.Parse)]));

        var error = SignatureCheck.Check(Model, [new NamedTensor(name, tensor)], []).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.InvalidInput);
        error.Message.ShouldBe(message);
    }

    [Fact]
    public void Check_NoInputs_NamesTheMissing() =>
        SignatureCheck.Check(Model, [], []).ShouldNotBeNull().Details.ShouldBe([new ErrorDetail("inputs", "missing required input 'image' (FP32 [-1,64])")]);

    [Fact]
    public void Check_AnInputTwice_IsToldOnce() =>
        SignatureCheck.Check(Model, [Image, Image], []).ShouldNotBeNull().Details.ShouldBe([new ErrorDetail("inputs[1].name", "input 'image' is given twice")]);

    [Fact]
    public void Check_Outputs_AreHeldAgainstTheSignatureToo() =>
        SignatureCheck.Check(
            Model, [Image], [new("lable"), new("label", DataType.Fp32), new("label"), new("probabilities", DataType.Fp32)], "output_fields").ShouldNotBeNull().Details.ShouldBe(
        [
            new ErrorDetail("output_fields[0].name", "unknown output 'lable'; did you mean 'label'?"),
            new ErrorDetail("output_fields[1].datatype", "expected INT64, found FP32 for output 'label'"),
            new ErrorDetail("output_fields[2].name", "output 'label' is asked for twice"),
        ]);

    [Fact]
    public void Check_ManyProblems_TellsTwentyAndCountsTheRest()
    {
        var outputs = Enumerable.Range(0, 30).Select(i => new RequestedOutput($"unheard-of-{i}")).ToArray();

        var error = SignatureCheck.Check(Model, [Image], outputs).ShouldNotBeNull();

        error.Details.Count.ShouldBe(20);
        error.Message.ShouldEndWith("; and 26 more");
    }

    [Fact]
    public void Check_WhatFits_AllocatesNothing()
    {
        NamedTensor[] inputs = [Image];
        SignatureCheck.Check(Model, inputs, []);
        var before = GC.GetAllocatedBytesForCurrentThread();

        SignatureCheck.Check(Model, inputs, []);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
