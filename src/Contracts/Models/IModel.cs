namespace Inference.Contracts;

/// <summary>A loaded model. Disposed of once, when no run is in progress any more; then its memory is given back.</summary>
public interface IModel : IAsyncDisposable
{
    /// <summary>What it takes and gives; the same object for the model's whole life.</summary>
    Signature Signature { get; }

    /// <summary>Runs, one after the other, until all of it is warm: more than one where it has several parts that load by themselves.</summary>
    int WarmupRuns => 1;

    /// <summary>Whether <see cref="InferAsync"/> only hands the request on and never keeps its caller's thread, as where runs are another process's.</summary>
    bool RunsElsewhere => false;

    /// <summary>
    /// Why it runs nothing now, of code <see cref="ErrorCode.ModelNotReady"/>; null while it runs, or when it runs again. Read by any thread; while it stands, the component is
    /// said to have failed.
    /// </summary>
    InferenceError? Fault => null;

    /// <summary>
    /// Runs the model once. Called by several threads at once, as many as <see cref="ModelSource.Concurrency"/>. The request was checked against
    /// <see cref="Signature"/> and stays the caller's, with its tensors, which must not be kept beyond the run; the result becomes the caller's.
    /// An expected failure is a result with an error, an exception a bug of the adapter. May run on the caller's thread to its end.
    /// </summary>
    /// <param name="request">What to run on.</param>
    /// <param name="cancellationToken">The deadline passed or the caller left: stop as soon as can be, giving any result or <see cref="OperationCanceledException"/>.</param>
    ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken);
}
