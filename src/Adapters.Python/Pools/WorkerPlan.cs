using Inference.Adapters.Python.Processes;
using Inference.Contracts;

namespace Inference.Adapters.Python.Pools;

/// <summary>Everything a worker is started from.</summary>
internal sealed record WorkerPlan(PythonOptions Options, ModelSource Source, IWorkerLaunch Launch);
