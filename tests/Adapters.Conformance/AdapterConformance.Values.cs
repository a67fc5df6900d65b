using Inference.Contracts;

namespace Inference.Adapters.Conformance;

public abstract partial class AdapterConformance
{
    public static TheoryData<DataType> Types => [.. Enum.GetValues<DataType>().Where(type => type != DataType.File)];

    public static TheoryData<string> Shapes => ["", "1", "4", "0", "0,3", "3,0,2", "2,3", "1,1,1,2", "2,1,2,1,2"];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Infer_EveryType_ComesBackBitForBit(DataType type)
    {
        Assert.SkipUnless(Supports(type), $"models of this kind have no {type.WireName()}");
        await using var model = await LoadAsync(Fixture.Echo, type);
        using var request = Requests.Of("x", TypeSamples.Of(type));

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldBeNull();
        result.Outputs.Single().Name.ShouldBe("y");
        result.Outputs[0].Tensor.ShouldBeBitwise(request.Inputs[0].Tensor, Features.HasFlag(AdapterFeatures.KeepsPayloads));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Infer_EveryShape_ComesBack(string dimensions)
    {
        await using var model = await LoadAsync(Fixture.Echo);
        var shape = new Shape([.. dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)]);
        shape.TryCountElements(out var count);
        using var request = Requests.Of("x", Requests.Floats(shape, [.. Enumerable.Range(0, (int)count).Select(i => i / 3f)]));

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldBeNull();
        result.Outputs[0].Tensor.ShouldBeBitwise(request.Inputs[0].Tensor);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Infer_BytesOfEveryShape_ComeBack(string dimensions)
    {
        Assert.SkipUnless(Supports(DataType.Bytes), "models of this kind have no BYTES");
        await using var model = await LoadAsync(Fixture.Echo, DataType.Bytes);
        var shape = new Shape([.. dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)]);
        shape.TryCountElements(out var count);
        using var request = Requests.Of("x", Tensor.FromStrings(shape, [.. Enumerable.Range(0, (int)count).Select(i => $"é{i}")]));

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldBeNull();
        result.Outputs[0].Tensor.ShouldBeBitwise(request.Inputs[0].Tensor);
    }

    [Fact]
    public async Task Infer_MillionElements_ComeBack()
    {
        await using var model = await LoadAsync(Fixture.Echo);
        using var request = Requests.Of("x", Requests.Floats([.. Enumerable.Range(0, 1_000_000).Select(i => (float)i)]));

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldBeNull();
        result.Outputs[0].Tensor.ShouldBeBitwise(request.Inputs[0].Tensor);
    }

    [Fact]
    public async Task Infer_SliceOfLargerTensor_SeesItsRowsOnly()
    {
        await using var model = await LoadAsync(Fixture.Echo);
        using var whole = Requests.Floats(new Shape(4, 3), [.. Enumerable.Range(0, 12).Select(i => (float)i)]);
        using var request = Requests.Of("x", whole.Slice(1, 2));

        using var result = await model.InferAsync(request, Stop);

        result.Floats().ShouldBe([3, 4, 5, 6, 7, 8]);
        result.Outputs[0].Tensor.Shape.ShouldBe(new Shape(2, 3));
    }
}
