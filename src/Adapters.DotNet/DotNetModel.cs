using Inference.Adapters.DotNet.Loading;
using Inference.Adapters.DotNet.Running;
using Inference.Contracts;

namespace Inference.Adapters.DotNet;

/// <summary>
/// A model of the user's code. A run has a thread of the pool, so that the caller has its answer as soon as it is cancelled, whatever the code does; a run that goes on
/// after that keeps its place among the <see cref="ModelSource.Concurrency"/> until it ends, since the code was promised no more runs at once than that.
/// </summary>
/// <remarks>
/// Disposing waits for such runs, but not for ever (<see cref="Patience"/>): after that they end by themselves, and the code is unloaded behind the last one. It is never
/// unloaded, nor the user's model disposed of, under a run.
/// </remarks>
internal sealed class DotNetModel : IModel
{
    /// <summary>How long disposing waits for runs that were cancelled and go on: shorter than a host's shutdown may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // the runtime frees what can be unloaded in several collections: finalizers lie between them
    private const int MostCollections = 4;

    private readonly ModelSource source;
    private readonly Places places;
    private LoadedAdapter? adapter;

    /// <summary>Takes the adapter over.</summary>
    public DotNetModel(LoadedAdapter adapter, Signature signature, ModelSource source, int warmupRuns)
    {
        this.adapter = adapter;
        this.source = source;
        Signature = signature;
        WarmupRuns = warmupRuns;
        places = new Places(Math.Max(1, source.Concurrency));
    }

    public Signature Signature { get; }

    public int WarmupRuns { get; }

    public bool RunsElsewhere => true;

    public InferenceError? Fault => places.Fault ?? OwnFault();

    public ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(adapter is null, this);
        cancellationToken.ThrowIfCancellationRequested();
        return places.TryTake() ? new ValueTask<InferenceResult>(Start(request, cancellationToken)) : WaitAsync(request, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref adapter, null) is not { } last)
            return;
        var end = Task.Run(() => EndAsync(last));
        try
        {
            await end.WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            source.Events.Raised(
                requestId: null,
                $"the model was disposed of, and its code still runs after {Patience.TotalSeconds} seconds: it does not stop when it is cancelled; it is unloaded when it ends");
        }
    }

    private async ValueTask<InferenceResult> WaitAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        if (places.Fault is { } fault)
            return InferenceResult.Failed(fault);
        await places.TakeAsync(cancellationToken);
        return await Start(request, cancellationToken);
    }

    private Task<InferenceResult> Start(InferenceRequest request, CancellationToken cancellationToken)
    {
        if (adapter?.Model is { } model)
            return new AdapterRun(model, Signature, places, source.Events).Start(request, cancellationToken);
        places.GiveBack();
        throw new ObjectDisposedException(nameof(DotNetModel));
    }

    private InferenceError? OwnFault()
    {
        try
        {
            // a copy, whose list is none of the user's code
            return adapter?.Model?.Fault is { } fault ? new InferenceError(ErrorCode.ModelNotReady, fault.Message ?? "", [.. fault.Details ?? []]) { RetryAfter = fault.RetryAfter } : null;
        }
        catch (Exception e)
        {
            // the user's code
            return new InferenceError(ErrorCode.ModelNotReady, ExceptionText.Of(e));
        }
    }

    private async Task EndAsync(LoadedAdapter last)
    {
        await places.TakeAllAsync();
        var code = await last.CloseAsync(source.Events);

        // its memory is to come back now, not when the host happens to collect
        for (var i = 0; i < MostCollections && code.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
