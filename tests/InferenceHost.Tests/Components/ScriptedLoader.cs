using System.Collections.Concurrent;
using Inference.Contracts;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>
/// An adapter whose model files say what becomes of them: <c>broken</c> is refused, <c>throws</c> is a bug of the adapter, <c>fails</c> fails every run;
/// every other text is a model that answers with it. A folder's model is its file <c>model.txt</c>.
/// </summary>
internal sealed class ScriptedLoader : IModelLoader
{
    private readonly ConcurrentQueue<ScriptedModel> models = new();
    private int attempts;

    public string Platform => "scripted";

    /// <summary>Times that somebody tried to load.</summary>
    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>All that were ever loaded, in that order.</summary>
    public IReadOnlyList<ScriptedModel> Models => [.. models];

    /// <summary>Those not disposed of.</summary>
    public int Alive => models.Count(model => model.Disposals == 0);

    /// <summary>Loading waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What a run waits for.</summary>
    public Task RunGate { get; set; } = Task.CompletedTask;

    /// <summary>What all its models say of themselves.</summary>
    public InferenceError? Fault { get; set; }

    public int WarmupRuns { get; set; } = 1;

    /// <summary>What it was last told to load.</summary>
    public ModelSource? Source { get; private set; }

    public Func<string, Outcome<IReadOnlyList<string>>> Companions { get; set; } = _ => new Outcome<IReadOnlyList<string>>([]);

    public Signature Signature { get; set; } = new([new TensorSpec("x", DataType.Fp32, new Shape(-1))], [new TensorSpec("version", DataType.Bytes, new Shape(1))]);

    public Outcome<IReadOnlyList<string>> FindCompanions(string modelPath) => Companions(modelPath);

    public async Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref attempts);
        await Gate.WaitAsync(cancellationToken);
        Source = source;
        var path = source.ModelPath;
        var text = path is null ? "no model" : await File.ReadAllTextAsync(Directory.Exists(path) ? Path.Combine(path, "model.txt") : path, cancellationToken);
        if (text.StartsWith("broken", StringComparison.Ordinal))
            return new InferenceError(ErrorCode.ModelUnloadable, $"the file says: {text}");
        if (text == "throws")
            throw new InvalidOperationException("a bug of the adapter");
        var model = new ScriptedModel(text, this);
        models.Enqueue(model);
        return model;
    }
}
