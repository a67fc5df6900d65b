using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Publishing;

namespace InferenceHost.Files;

/// <summary>A box in use. Its store is disposed of once it is retired and the last request that uses it is done.</summary>
internal sealed class Box(PlannedBox plan, IBoxStore store, StoreLog failures)
{
    private readonly TaskCompletionSource unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UseCount users = new();

    public PlannedBox Plan => plan;

    public IBoxStore Store => store;

    /// <summary>A failure of the store as the caller sees it; the store's own words go to the log.</summary>
    /// <param name="error">Of the store.</param>
    /// <param name="what">What was asked for, as the caller calls it.</param>
    /// <param name="requestId">Of the request.</param>
    public InferenceError Fail(BoxError error, string what, string requestId)
    {
        failures.Report(requestId, $"{plan.Namespace}/{plan.Name}", error);
        return BoxFailure.Of(error, what);
    }

    /// <summary>False once it is retired and out of use; true is followed by one <see cref="Leave"/>.</summary>
    public bool TryEnter() => users.TryEnter();

    public void Leave()
    {
        if (users.Leave())
            unused.TrySetResult();
    }

    /// <summary>Takes no new requests once those in hand are done; completes when the store is disposed of. Called once.</summary>
    public async Task RetireAsync()
    {
        Leave();
        await unused.Task;
        await store.DisposeAsync();
    }
}
