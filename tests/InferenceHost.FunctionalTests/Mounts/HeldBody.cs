using Inference.Testing.S3;

namespace Inference.InferenceHost.FunctionalTests.Mounts;

/// <summary>Holds the body of one object back, once a part of it has come, until it is let go on or broken off. Later requests for it pass.</summary>
internal sealed class HeldBody
{
    private const int Before = 1 << 20;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int held;

    /// <param name="proxy">Where it comes by.</param>
    /// <param name="key">What its name ends in.</param>
    public HeldBody(StoreProxy proxy, string key) => proxy.Passing = async (request, passed) =>
    {
        if (!StoreProxy.IsForBody(request) || !request.Split('?')[0].EndsWith(key, StringComparison.Ordinal) || passed < Before || Interlocked.Exchange(ref held, 1) == 1)
            return;
        reached.SetResult();
        if (!await goesOn.Task)
            throw new IOException("broken off on purpose");
    };

    /// <summary>Completes when more than a megabyte has come and no more does.</summary>
    public Task Reached => reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public void GoOn() => goesOn.TrySetResult(true);

    public void BreakOff() => goesOn.TrySetResult(false);
}
