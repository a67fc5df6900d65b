using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>
/// A component for as long as a manifest names it: which generation serves, what is to be said of it, and the loop that makes the one agree with the
/// files in the box. Requests read; only the loop writes.
/// </summary>
internal sealed class Component
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPollInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    // looking takes no more than this part of the time, where there are many files
    private const int LookShare = 20;
    private readonly Channel<ComponentCommand> commands = Channel.CreateUnbounded<ComponentCommand>(new UnboundedChannelOptions { SingleReader = true });
    private readonly GenerationLoader loader;
    private readonly ComponentEvents events;
    private readonly ModelEvents modelEvents;
    private readonly TimeProvider clock;
    private readonly ReplacedGenerations replaced;
    private Generation? current;
    private ComponentStatus status;
    private ComponentSpec spec;

    // the loop's own: what it last saw and tried
    private ComponentStatus said;
    private InferenceError? fault;
    private DateTimeOffset faultSince;
    private MountTrouble? trouble;
    private TimeSpan pollInterval = PollInterval;
    private ComponentFiles? seen;
    private long seenAt;
    private ComponentFiles? tried;
    private ComponentSpec? triedSpec;
    private bool unloaded;

    public Component(ComponentSpec spec, GenerationLoader loader, ComponentEvents events, RequestMeters meters, TimeProvider clock)
    {
        Meters = meters;
        this.spec = spec;
        this.loader = loader;
        this.events = events;
        this.clock = clock;
        replaced = new ReplacedGenerations(e => events.Bug(e, Spec.FullName));
        modelEvents = events.OfModel(spec.FullName, Statistics, clock);
        status = said = new ComponentStatus(ComponentState.Loading, "", "", clock.GetUtcNow());
    }

    public ComponentSpec Spec => Volatile.Read(ref spec);

    public ComponentStatus Status => Volatile.Read(ref status);

    public Statistics Statistics { get; } = new();

    public RequestMeters Meters { get; }

    /// <summary>What serves, for metadata; null while nothing does. Not to be run without a lease.</summary>
    public Generation? Current => Volatile.Read(ref current);

    /// <summary>Requests that hold a place, waiting or running, in whatever generation they began.</summary>
    public int InFlight => replaced.InFlight + (Current?.InFlight ?? 0);

    /// <summary>Those of them that wait.</summary>
    public int QueueLength => replaced.QueueLength + (Current?.QueueLength ?? 0);

    /// <summary>Whether a prediction asked for now would be run.</summary>
    public bool IsReady => Current is { Model.Fault: null };

    /// <summary>The generation that serves now, kept alive until its <see cref="Generation.Release"/>.</summary>
    public bool TryLease([NotNullWhen(true)] out Generation? generation)
    {
        // between the read and the lease the generation may have been replaced: then there is a newer one
        while ((generation = Volatile.Read(ref current)) is not null)
        {
            if (generation.TryLease())
                return true;
        }

        return false;
    }

    /// <summary>Takes a new manifest up: loaded beside the old one, swapped when it is ready.</summary>
    public void Update(ComponentSpec replacement)
    {
        Volatile.Write(ref spec, replacement);
        commands.Writer.TryWrite(new ComponentCommand(ComponentCommandKind.Look, NewAnswer()));
    }

    /// <summary>Loads, or unloads; completes when it is done, with the reason where it could not be.</summary>
    public async Task<InferenceError?> TellAsync(ComponentCommandKind kind, CancellationToken cancellationToken)
    {
        var answer = NewAnswer();
        return commands.Writer.TryWrite(new ComponentCommand(kind, answer))
            ? await answer.Task.WaitAsync(cancellationToken)
            : BeingRemoved;
    }

    /// <summary>Runs until cancelled, then unloads and gives everything back.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
            while (true)
            {
                await NextAsync(cancellationToken);
                while (commands.Reader.TryRead(out var command))
                    await ObeyAsync(command, cancellationToken);
                await LookAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the way it ends
        }
        finally
        {
            commands.Writer.TryComplete();
            while (commands.Reader.TryRead(out var command))
                command.Done.TrySetResult(BeingRemoved);
            Replace(null, new ComponentStatus(ComponentState.Unloading, "", "", clock.GetUtcNow()));
            await replaced.WhenGoneAsync();
        }
    }

    private static InferenceError BeingRemoved => new(ErrorCode.Draining, "the component is being removed");

    private static TaskCompletionSource<InferenceError?> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for a command, or for the time to look at the files again.</summary>
    private async Task NextAsync(CancellationToken cancellationToken)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = clock.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), poll, pollInterval, Timeout.InfiniteTimeSpan);
        try
        {
            await commands.Reader.WaitToReadAsync(poll.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // time to look
        }
    }

    private async Task ObeyAsync(ComponentCommand command, CancellationToken cancellationToken)
    {
        try
        {
            command.Done.TrySetResult(await ObeyAsync(command.Kind, cancellationToken));
        }
        finally
        {
            // nobody is left waiting where the loop ended in the middle of it
            command.Done.TrySetResult(BeingRemoved);
        }
    }

    private async Task<InferenceError?> ObeyAsync(ComponentCommandKind kind, CancellationToken cancellationToken)
    {
        if (kind == ComponentCommandKind.Unload)
        {
            unloaded = true;
            Replace(null, new ComponentStatus(ComponentState.NotServed, "Unloaded", "unloaded on request; load it to serve it again", clock.GetUtcNow()));
        }
        else if (kind == ComponentCommandKind.Load)
        {
            unloaded = false;
            tried = null;
            triedSpec = null;
            return await LookAsync(cancellationToken);
        }

        return null;
    }

    /// <summary>Compares what lies in the box with what serves, and loads where they differ. The error says why what was wanted does not serve.</summary>
    private async Task<InferenceError?> LookAsync(CancellationToken cancellationToken)
    {
        modelEvents.TellDropped();
        LookAtFault();
        if (unloaded)
            return null;
        try
        {
            return await CompareAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // a bug, of ours or of an adapter: it must not take the component's loop with it
            var message = $"an error in this server, {e.GetType().Name}: its log has the cause";
            if (!said.Message.EndsWith(message, StringComparison.Ordinal))
                events.Bug(e, Spec.FullName);
            SayFailed("LoadFailed", message);
            return new InferenceError(ErrorCode.Internal, message);
        }
    }

    private async Task<InferenceError?> CompareAsync(CancellationToken cancellationToken)
    {
        var wanted = Spec;
        using var view = loader.View(wanted);
        LookAtStores(view.Trouble);
        if (view.Spec is not { } here)
            return Await(view);
        var files = LookAtFiles(here);
        if (files.Missing is { } hint)
            return Miss(wanted, hint);
        if (files.Equals(tried) && wanted == triedSpec)
            return null;
        if (!IsSettled(files))
            return Wait();
        if (!files.Code.IsWhole && wanted.CodeFolder is { } folder && triedSpec != wanted)
            events.CodeNotWhole(wanted.FullName, folder);
        if (here.Loader.Loader.Hindrance is { } hindrance)
            return Await(hindrance);
        tried = files;
        triedSpec = wanted;
        return files.Refusal is { } refusal ? Refuse(wanted, refusal) : await LoadAsync(here, files, cancellationToken);
    }

    /// <summary>Whether the stores can be asked what there is; what is said of the files is said again once they can.</summary>
    private void LookAtStores(MountTrouble? now)
    {
        if (now == trouble)
            return;
        trouble = now;
        Publish();
    }

    /// <summary>What is mounted is not on this machine yet.</summary>
    private InferenceError Await(MountView view)
    {
        tried = null;
        if (Current is not null)
            Say(ComponentState.Ready, "Fetching", $"the model loaded before stays: {view.Doing}");
        else if (view.Trouble is { } missing)
            Say(ComponentState.Waiting, missing.Reason, missing.Message);
        else
            Say(ComponentState.Loading, "Fetching", view.Doing);
        return new InferenceError(ErrorCode.ModelNotReady, view.Trouble?.Message ?? view.Doing);
    }

    /// <summary>What the adapter works with is not there.</summary>
    private InferenceError Await(InferenceError hindrance)
    {
        tried = null;
        if (Current is null)
            Say(ComponentState.Waiting, "AdapterNotReady", hindrance.Message);
        else
            Say(ComponentState.Ready, "AdapterNotReady", $"the model loaded before stays: {hindrance.Message}");
        return hindrance;
    }

    private ComponentFiles LookAtFiles(ComponentSpec wanted)
    {
        var began = clock.GetTimestamp();
        var files = ComponentFiles.Look(wanted, seen);
        var share = clock.GetElapsedTime(began) * LookShare;
        pollInterval = share < PollInterval ? PollInterval : share < LongestPollInterval ? share : LongestPollInterval;
        return files;
    }

    /// <summary>Whether what serves runs at all; what is said of the files is said again once it does.</summary>
    private void LookAtFault()
    {
        var now = Current?.Model.Fault;
        if (now?.Message == fault?.Message)
            return;
        if (now is not null)
            events.Faulted(Spec.FullName, now.Message);
        else if (Current is not null)
            events.Recovered(Spec.FullName);
        if (fault is null || now is null)
            faultSince = clock.GetUtcNow();
        fault = now;
        Publish();
    }

    /// <summary>Whether the files have been left alone for long enough to be whole.</summary>
    private bool IsSettled(ComponentFiles files)
    {
        if (!files.Equals(seen))
        {
            seen = files;
            seenAt = clock.GetTimestamp();
        }

        return clock.GetUtcNow().UtcDateTime - files.NewestWrite >= QuietTime || clock.GetElapsedTime(seenAt) >= QuietTime;
    }

    private async Task<InferenceError?> LoadAsync(ComponentSpec wanted, ComponentFiles files, CancellationToken cancellationToken)
    {
        if (Current is null)
            Say(ComponentState.Loading, "", "");
        var started = clock.GetTimestamp();
        var outcome = await loader.LoadAsync(wanted, files, Current?.Copy, modelEvents, cancellationToken);
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        if (!outcome.TryGet(out var loaded, out var error))
        {
            if (error.Code == ErrorCode.ModelNotReady)
            {
                tried = null;
                return ReferenceEquals(error, GenerationLoader.Changed) ? error : Await(error);
            }

            events.LoadFailed(wanted.FullName, error.Message, seconds);
            SayFailed("LoadFailed", error.Message);
            return error;
        }

        var next = loaded.Generation;
        events.Loaded(wanted.FullName, next.Digest, seconds);
        if (loaded.Warning is { } warning)
            events.Warned(wanted.FullName, warning);
        Replace(next, new ComponentStatus(ComponentState.Ready, loaded.Warning?.Reason ?? "", loaded.Warning?.Message ?? "", clock.GetUtcNow()) { Digest = next.Digest });
        return null;
    }

    private InferenceError Refuse(ComponentSpec wanted, InferenceError refusal)
    {
        events.LoadFailed(wanted.FullName, refusal.Message, seconds: 0);
        SayFailed("LoadFailed", refusal.Message);
        return refusal;
    }

    /// <summary>Somebody is in the middle of writing the files.</summary>
    private InferenceError Wait()
    {
        const string Changing = "the model's files are still being written";
        tried = null;
        if (Current is null)
            Say(ComponentState.Waiting, "ModelChanging", Changing);
        return new InferenceError(ErrorCode.ModelNotReady, Changing);
    }

    private InferenceError Miss(ComponentSpec wanted, string hint)
    {
        tried = null;
        if (said.Reason != "ModelMissing")
            events.ModelMissing(wanted.FullName, hint);
        if (Current is null)
            Say(ComponentState.Waiting, "ModelMissing", hint);
        else
            Say(ComponentState.Ready, "ModelMissing", $"the model loaded before stays: {hint}");
        return new InferenceError(ErrorCode.ModelNotReady, hint);
    }

    private void SayFailed(string reason, string message)
    {
        if (Current is null)
            Say(ComponentState.Failed, reason, message);
        else
            Say(ComponentState.Ready, "Re" + char.ToLowerInvariant(reason[0]) + reason[1..], $"the new version could not be loaded, the one loaded before stays: {message}");
    }

    private void Say(ComponentState state, string reason, string message)
    {
        var last = said;
        if (last.State == state && last.Reason == reason && last.Message == message)
            return;
        var since = last.State == state ? last.Since : clock.GetUtcNow();
        said = new ComponentStatus(state, reason, message, since) { Digest = Current?.Digest };
        Publish();
    }

    private void Publish()
    {
        var told = fault is null ? WithTrouble(said) : new ComponentStatus(ComponentState.Failed, "WorkersFailed", Joined(fault.Message, said.Message), faultSince) { Digest = said.Digest };
        Volatile.Write(ref status, told);
    }

    private ComponentStatus WithTrouble(ComponentStatus known) => trouble is null || Current is null
        ? known
        : known with { Reason = trouble.Reason, Message = Joined($"the model loaded before stays: {trouble.Message}", known.Message) };

    private static string Joined(string one, string other) => other.Length == 0 ? one : $"{one}; {other}";

    private void Replace(Generation? next, ComponentStatus replacement)
    {
        var old = Interlocked.Exchange(ref current, next);
        said = replacement;
        fault = null;
        Publish();
        LookAtFault();
        if (old is not null)
            replaced.Add(old);
    }
}
