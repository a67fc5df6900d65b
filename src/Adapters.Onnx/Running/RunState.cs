using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>What a run needs and the next one can use again; one run at a time.</summary>
internal sealed class RunState : IDisposable
{
    public RunState(int inputs)
    {
        Names = new string[inputs];
        Values = new OrtValue[inputs];
    }

    public RunOptions Options { get; } = new();

    /// <summary>The names of the run's inputs, and behind the same index their values.</summary>
    public string[] Names { get; private set; }

    public OrtValue?[] Values { get; private set; }

    /// <summary>Makes room for exactly so many inputs: fewer than all where a request leaves optional ones out.</summary>
    public void Resize(int inputs)
    {
        if (Names.Length == inputs)
            return;
        Names = new string[inputs];
        Values = new OrtValue[inputs];
    }

    /// <summary>Lets go of the run's inputs, whose memory is the request's.</summary>
    public void Clear()
    {
        for (var i = 0; i < Values.Length; i++)
        {
            Values[i]?.Dispose();
            Values[i] = null;
        }

        Options.Terminate = false;
    }

    public void Dispose() => Options.Dispose();
}
