using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Tests.Running;

public sealed class OutputTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("null-result", "the model gave null in place of a result")]
    [InlineData("null-list", "the model gave a result without outputs")]
    [InlineData("missing", "output 'z' is missing; the model gave 'y'")]
    [InlineData("nothing", "output 'y' is missing; the model gave none")]
    [InlineData("twice", "output 'y' is there twice")]
    [InlineData("nameless", "output 2 has no name")]
    [InlineData("null", "output 'z' is null")]
    [InlineData("disposed", "output 'z' is disposed of already: a result becomes the caller's, who disposes of it")]
    [InlineData("wrong-type", "output 'z' is INT64, and the model's signature says FP32")]
    [InlineData("wrong-shape", "output 'z' has the shape [3], and the model's signature says [2]")]
    public async Task Infer_OutputsThatBreakTheSignature_SaysWhich(string give, string message)
    {
        await using var model = await Adapter.LoadAsync("Running.Outputs");

        using var result = await RunAsync(model, give);

        result.Error!.Code.ShouldBe(ErrorCode.InvalidOutput);
        result.Error.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("throw", "OwnException: too loud")]
    [InlineData("throw-inner", "OwnException: within")]
    [InlineData("throw-speechless", "SpeechlessException: (SpeechlessException cannot say what happened: it raised InvalidOperationException)")]
    [InlineData("throw-cancelled", "OperationCanceledException: of its own")]
    public async Task Infer_CodeThrows_GivesTypeAndMessageAndTellsTheRest(string give, string message)
    {
        var events = new RecordedEvents();
        await using var model = await Adapter.LoadAsync("Running.Outputs", Adapter.Source() with { Events = events });

        using var result = await RunAsync(model, give);

        result.Error!.Code.ShouldBe(ErrorCode.ModelFailed);
        result.Error.Message.ShouldBe(message);
        var (id, details) = events.Errors.ShouldHaveSingleItem();
        id.ShouldBe("test");
        if (give != "throw-speechless")
            details.ShouldContain("at Inference.Adapters.DotNet.Fixtures.Running.Outputs");
    }

    [Fact]
    public async Task Infer_CodeGivesAnError_HandsItOn()
    {
        await using var model = await Adapter.LoadAsync("Running.Outputs");

        using var result = await RunAsync(model, "error");

        result.Error!.Code.ShouldBe(ErrorCode.InvalidInput);
        result.Error.Details.ShouldHaveSingleItem().Path.ShouldBe("inputs[0]");
    }

    [Theory]
    [InlineData("", "y z", "y", "z")]
    [InlineData("", "z y", "z", "y")]
    [InlineData("", "z", "z")]
    [InlineData("extra", "", "y", "z")]
    [InlineData("extra", "z", "z")]
    [InlineData("missing", "y", "y")]
    [InlineData("wrong-shape", "y", "y")]
    [InlineData("own-list", "", "y", "z")]
    public async Task Infer_OutputsAskedFor_AreGivenInThatOrder(string give, string asked, params string[] expected)
    {
        await using var model = await Adapter.LoadAsync("Running.Outputs");

        using var result = await RunAsync(model, give, asked: asked.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        result.Error.ShouldBeNull();
        result.Outputs.Select(output => output.Name).ShouldBe(expected);
        result.Floats().ShouldBe([0, 1]);
        result.Outputs.GetType().Assembly.IsCollectible.ShouldBeFalse();
    }

    [Fact]
    public async Task Infer_OpenOutputs_GivesTheOthersToo()
    {
        await using var model = await Adapter.LoadAsync("Running.Outputs", Adapter.Source(("OPEN", "1")));

        using var result = await RunAsync(model, "extra");
        using var one = await RunAsync(model, "extra", asked: ["w"]);
        using var none = await RunAsync(model, "extra", asked: ["v"]);

        result.Outputs.Select(output => output.Name).ShouldBe(["y", "z", "w"]);
        one.Outputs.Single().Name.ShouldBe("w");
        none.Error!.Message.ShouldBe("output 'v' is missing; the model gave 'w', 'z', 'y'");
    }

    [Fact]
    public async Task Infer_OutputsNotAskedFor_AreDisposedOf()
    {
        await using var model = await Adapter.LoadAsync("Running.Outputs");
        var given = new List<NamedTensor>();

        using var result = await RunAsync(model, "kept", kept: given, asked: ["z"]);

        result.Floats().ShouldBe([0, 1]);
        Should.Throw<ObjectDisposedException>(() => given[0].Tensor.Data);
        Should.NotThrow(() => given[1].Tensor.Data);
        Should.Throw<ObjectDisposedException>(() => given[2].Tensor.Data);
    }

    [Fact]
    public async Task Infer_OneTensorUnderSeveralNames_StaysReadable()
    {
        await using var model = await Adapter.LoadAsync("Running.Outputs");

        using var result = await RunAsync(model, "same");

        result.Floats(0).ShouldBe([0, 1]);
        result.Floats(1).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task Infer_AnInputGivenAsOutput_OutlivesTheRequest()
    {
        await using var model = await Adapter.LoadAsync("Running.Outputs");
        var request = RequestOf("input");
        using var result = await model.InferAsync(request, Stop);
        request.Inputs[0].Tensor.Values<float>().ToArray().ShouldBe([5, 6]);

        request.Dispose();

        result.Floats(0).ShouldBe([5, 6]);
    }

    private static async Task<InferenceResult> RunAsync(IModel model, string give, List<NamedTensor>? kept = null, params string[] asked)
    {
        using var request = RequestOf(give, kept, asked);
        return await model.InferAsync(request, Stop);
    }

    private static InferenceRequest RequestOf(string give, List<NamedTensor>? kept = null, params string[] asked) => new()
    {
        Id = "test",
        Inputs = [new NamedTensor("x", Requests.Floats(5, 6))],
        Parameters = [new Parameter("give", give), new Parameter("kept", kept)],
        RequestedOutputs = [.. asked.Select(name => new RequestedOutput(name))],
    };
}
