using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Running;

/// <summary>Requests of the same shapes, whose runs use the same memory again: nobody sees anybody else's values in it.</summary>
public sealed class BoundRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_SameShapesAgainAndAgain_GivesEachItsOwnValues()
    {
        await using var model = await TestModels.LoadAsync("sum");
        var held = new List<InferenceResult>();
        for (var i = 0; i < 8; i++)
        {
            using var request = Requests.Of(new NamedTensor("a", Requests.Floats(i, 10 * i)), new NamedTensor("b", Requests.Floats(1, 2)));
            held.Add(await model.InferAsync(request, Stop));
        }

        for (var i = 0; i < held.Count; i++)
        {
            held[i].Floats(0).ShouldBe([i + 1, (10 * i) + 2]);
            held[i].Floats(1).ShouldBe([i - 1, (10 * i) - 2]);
            held[i].Dispose();
        }
    }

    [Fact]
    public async Task Infer_ChangingShapes_GivesWhatEachShapeGives()
    {
        await using var model = await TestModels.LoadAsync("sum");
        foreach (var length in (int[])[1, 1, 1, 3, 3, 3, 1, 2, 1, 2, 1, 1, 3, 1, 1])
        {
            var values = Enumerable.Range(0, length).Select(static i => (float)i).ToArray();
            using var request = Requests.Of(new NamedTensor("a", Requests.Floats(values)), new NamedTensor("b", Requests.Floats(values)));
            using var result = await model.InferAsync(request, Stop);
            result.Floats(0).ShouldBe([.. values.Select(static value => 2 * value)]);
        }
    }

    [Theory]
    [InlineData("alias")]
    [InlineData("through")]
    [InlineData("constant")]
    public async Task Infer_OutputsThatCouldShareMemory_AreTheRequestsOwnEachTime(string name)
    {
        await using var model = await TestModels.LoadAsync(name);
        for (var i = 1; i < 6; i++)
        {
            using var tensor = name == "alias" ? Requests.Floats(new Shape(2, 2), i, i, i, i) : Requests.Floats(i, i, i, i);
            using var request = Requests.Of("x", tensor);
            using var result = await model.InferAsync(request, Stop);
            tensor.Writable.Fill(0xff);
            if (name == "constant")
                result.Floats(1).ShouldBe([1, 2, 3]);
            else
                result.Floats(0).ShouldBe([i, i, i, i]);
            foreach (var output in result.Outputs)
                output.Tensor.Writable.Fill(0xff);
        }
    }

    [Fact]
    public async Task Infer_OutputsOfAnyLength_AreWhatTheValuesMakeThem()
    {
        await using var model = await TestModels.LoadAsync("nonzero");
        foreach (var found in (int[])[2, 2, 2, 0, 3, 1, 2, 2, 2])
        {
            using var request = Requests.Of("x", Requests.Floats([.. Enumerable.Range(0, 4).Select(i => i < found ? 1f : 0f)]));
            using var result = await model.InferAsync(request, Stop);
            result.Error.ShouldBeNull();
            result.Outputs[0].Tensor.Shape.ShouldBe(new Shape(1, found));
        }
    }

    [Fact]
    public async Task Infer_ValuesThatTheModelRefuses_AreToldAndTheNextRunIsRight()
    {
        await using var model = await TestModels.LoadAsync("pick");
        for (var i = 0; i < 12; i++)
        {
            var isWrong = i % 4 == 3;
            using var request = Requests.Of("index", Tensor.FromValues<long>(DataType.Int64, new Shape(1), [isWrong ? 999 : 0]));
            using var result = await model.InferAsync(request, Stop);
            if (isWrong)
                result.Error!.Message.ShouldContain("999");
            else
                result.Error.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Infer_Together_MixesNothing()
    {
        await using var model = await TestModels.LoadAsync("sum");
        await Parallel.ForAsync(0, 2000, Stop, async (i, stop) =>
        {
            using var request = Requests.Of(new NamedTensor("a", Requests.Floats(i)), new NamedTensor("b", Requests.Floats(1)));
            using var result = await model.InferAsync(request, stop);
            result.Floats(0).ShouldBe([i + 1]);
        });
    }

    [Fact]
    public async Task Dispose_WithResultsInHand_LeavesThemWhole()
    {
        var model = await TestModels.LoadAsync("scale");
        InferenceResult? last = null;
        for (var i = 0; i < 4; i++)
        {
            last?.Dispose();
            using var request = Requests.Of("x", Requests.Floats(new Shape(1, 2), i, i));
            last = await model.InferAsync(request, Stop);
        }

        last.ShouldNotBeNull();
        var before = last.Floats(0);
        await model.DisposeAsync();

        last.Floats(0).ShouldBe(before);
        last.Dispose();
    }
}
