using System.Text;
using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

/// <summary>A loaded function that runs what it is given as its first input: the tests' own lines of Python.</summary>
internal sealed class Script : IAsyncDisposable
{
    // far more than anything takes, and less than what makes a hang expensive
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Script(IModel model, Recorder events) => (Model, Events) = (model, events);

    public IModel Model { get; }

    public Recorder Events { get; }

    public static async Task<Script> LoadAsync(int concurrency = 1, bool numpy = false, Func<PythonOptions, PythonOptions>? change = null, Func<ModelSource, ModelSource>? source = null)
    {
        var events = new Recorder();
        var options = Functions.Options("functions.body") with { NumpyTensors = numpy };
        var loaded = Functions.Source(concurrency, events);
        var outcome = await new PythonModelLoader(change?.Invoke(options) ?? options, TimeProvider.System)
            .LoadAsync(source?.Invoke(loaded) ?? loaded, TestContext.Current.CancellationToken);
        outcome.TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        return new Script(model!, events);
    }

    public static InferenceRequest Request(string lines, params NamedTensor[] inputs) =>
        Requests.Of([new NamedTensor("lines", Tensor.FromText(DataType.Str, Encoding.UTF8.GetBytes(lines))), .. inputs]);

    public async Task<InferenceResult> RunAsync(InferenceRequest request)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        return await Model.InferAsync(request, late.Token);
    }

    public async Task<InferenceResult> RunAsync(string lines, params NamedTensor[] inputs)
    {
        using var request = Request(lines, inputs);
        return await RunAsync(request);
    }

    /// <summary>The one text that the lines return.</summary>
    public async Task<string> TextAsync(string lines, params NamedTensor[] inputs)
    {
        using var result = await RunAsync(lines, inputs);
        result.Error.ShouldBeNull();
        return result.Outputs.Single().Tensor.Text();
    }

    /// <summary>What is said where the lines do not give outputs.</summary>
    public async Task<InferenceError> ErrorAsync(string lines, params NamedTensor[] inputs)
    {
        using var result = await RunAsync(lines, inputs);
        result.Error.ShouldNotBeNull();
        result.Outputs.ShouldBeEmpty();
        return result.Error;
    }

    public async Task<int> ProcessAsync() => int.Parse(await TextAsync("return str(os.getpid())"), System.Globalization.CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => Model.DisposeAsync();
}
