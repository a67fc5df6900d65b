namespace Inference.Adapters.Python.Processes;

/// <summary>How worker processes are started: by this host, or by a launcher in another container.</summary>
internal interface IWorkerLaunch
{
    /// <summary>What runs them, for a person.</summary>
    string Interpreter { get; }

    /// <summary>Starts one. The descriptors stay the caller's, who may close those that were passed on once this is done.</summary>
    ValueTask<ChildStart> StartAsync(WorkerDescriptors descriptors, CancellationToken cancellationToken);
}
