using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Running;

/// <summary>
/// One run of the user's code, on a thread of the pool, without the caller's execution context. Its answer is there when the code gives one or when the caller cancels,
/// whichever is first; in the second case the inputs' memory is held until the code has ended, although the caller disposes of them, and what it gives then is disposed of.
/// </summary>
internal sealed class AdapterRun(IModel model, Signature signature, Places places, IModelEvents events) : IThreadPoolWorkItem
{
    private const int Running = 0;

    // the inputs are being shared: whoever comes second disposes of the shares
    private const int Leaving = 1;
    private const int Left = 2;
    private const int Ended = 3;

    // continued on the thread that ends the run, which is always the bottom of a work item of ours
    private readonly TaskCompletionSource<InferenceResult> answer = new();
    private IModel? model = model;
    private InferenceRequest? request;
    private CancellationToken token;
    private CancellationTokenRegistration registration;
    private ValueTask<InferenceResult> pending;
    private bool isPending;
    private Tensor[] shares = [];
    private int state;

    /// <summary>Begins it; called once, by one who has taken a place, which the run gives back.</summary>
    public Task<InferenceResult> Start(InferenceRequest toRun, CancellationToken cancellationToken)
    {
        request = toRun;
        token = cancellationToken;
        registration = cancellationToken.UnsafeRegister(static run => ((AdapterRun)run!).Leave(), this);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return answer.Task;
    }

    /// <summary>Runs twice where the code does not end at once: to begin it, and when it has ended.</summary>
    [SuppressMessage("Usage", "VSTHRD002", Justification = "It is read when it has ended, and once.")]
    void IThreadPoolWorkItem.Execute()
    {
        InferenceResult? result = null;
        try
        {
            if (!isPending && !Begin())
                return;
            result = OutputCheck.Take(pending.GetAwaiter().GetResult(), request!, signature);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // no result: it stopped as it was asked to
        }
        catch (Exception e)
        {
            result = Raised(e);
        }

        End(result);
    }

    /// <summary>False where the code goes on and will be heard of.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "It is read once, by this object alone.")]
    private bool Begin()
    {
        isPending = true;
        token.ThrowIfCancellationRequested();
        pending = model!.InferAsync(request!, token);
        if (pending.IsCompleted)
            return true;

        // not on the thread of the user's code, which may have other things to do
        pending.GetAwaiter().UnsafeOnCompleted(() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false));
        return false;
    }

    private InferenceResult Raised(Exception exception)
    {
        // the caller took the inputs with it: that the code then stumbles over them is no news
        if (!(exception is ObjectDisposedException && Volatile.Read(ref state) != Running))
            events.Raised(request!.Id, ExceptionText.Details(exception));
        return InferenceResult.Failed(ErrorCode.ModelFailed, ExceptionText.Of(exception));
    }

    private void End(InferenceResult? result)
    {
        registration.Unregister();
        var before = Interlocked.Exchange(ref state, Ended);
        LetGo();
        if (before == Running)
        {
            places.GiveBack();
            if (result is null)
                answer.TrySetCanceled(token);
            else
                answer.TrySetResult(result);
            return;
        }

        result?.Dispose();
        if (before == Left)
            Forget();
    }

    /// <summary>The caller has cancelled and is still waiting, so the inputs are still there.</summary>
    private void Leave()
    {
        if (Interlocked.CompareExchange(ref state, Leaving, Running) != Running)
            return;
        places.Leave(request!.Limit);
        shares = [.. request.Inputs.Select(input => input.Tensor.Share())];
        if (Interlocked.CompareExchange(ref state, Left, Leaving) == Ended)
            Forget();

        // not within the call that cancels
        ThreadPool.UnsafeQueueUserWorkItem(static run => run.answer.TrySetCanceled(run.token), this, preferLocal: false);
    }

    /// <summary>A run that was left is over: gives back what was held for it.</summary>
    private void Forget()
    {
        foreach (var share in shares)
            share.Dispose();
        shares = [];
        places.Return(request!.Limit);
        places.GiveBack();
    }

    // the answer's task holds this object for as long as anyone holds the task
    private void LetGo()
    {
        model = null;
        pending = default;
    }
}
