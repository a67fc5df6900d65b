using Inference.Adapters.Python.Processes;

namespace Inference.Adapters.Python.Pools;

/// <summary>A worker, or why there is none.</summary>
/// <param name="Worker">Null where it failed.</param>
/// <param name="Problem">Why; for a person.</param>
/// <param name="IsFinal">Whether trying again at once would end the same: the function cannot be imported, rather than its process died.</param>
/// <param name="End">How its process ended, where that is why.</param>
internal sealed record WorkerStart(Worker? Worker, string Problem, bool IsFinal, ProcessEnd? End)
{
    /// <summary>Whether it says nothing of the function: who starts workers is not there, and will be.</summary>
    public bool IsForNow { get; init; }

    public static WorkerStart Of(Worker worker) => new(worker, "", IsFinal: false, End: null);

    public static WorkerStart Failed(string problem, bool isFinal, ProcessEnd? end = null) => new(Worker: null, problem, isFinal, end);
}
