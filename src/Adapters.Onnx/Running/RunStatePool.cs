using System.Collections.Concurrent;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Run states of one model that wait for their next run; as many as runs have ever been in progress at once.</summary>
internal sealed class RunStatePool(int inputs) : IDisposable
{
    private readonly ConcurrentQueue<RunState> idle = new();

    public RunState Rent() => idle.TryDequeue(out var state) ? state : new RunState(inputs);

    public void Return(RunState state)
    {
        state.Clear();
        idle.Enqueue(state);
    }

    public void Dispose()
    {
        while (idle.TryDequeue(out var state))
            state.Dispose();
    }
}
