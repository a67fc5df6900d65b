using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Inference.Boxes;

namespace InferenceHost.Components;

/// <summary>
/// A part of a box in a store, and the loop that brings it here and again whenever it changed there. Components read; only the loop writes. All components that
/// mount the part share it.
/// </summary>
/// <param name="part">It.</param>
/// <param name="sources">What it is brought with.</param>
/// <param name="events">What is told of it.</param>
/// <param name="arrived">Called whenever it was brought.</param>
internal sealed class MountedPart(BoxPart part, MountSources sources, MountEvents events, Action arrived)
{
    // somebody stores files there: the list is old already
    private static readonly TimeSpan AfterChange = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    // so often in a row that is nothing to be told of
    private const int ChangesUntold = 3;
    private readonly Channel<bool> nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private BroughtPart? brought;
    private MountTrouble? trouble;
    private BringProgress? progress;
    private int changes;
    private string? seen;
    private long seenAt;

    /// <summary>Why it cannot be seen as it is now; null where it can, or was not looked at yet.</summary>
    public MountTrouble? Trouble => Volatile.Read(ref trouble);

    public bool IsHere => Volatile.Read(ref brought) is not null;

    /// <summary>What is going on while nothing is here yet.</summary>
    public string Doing => Volatile.Read(ref progress)?.Text ?? $"box {part.Box} is being listed";

    /// <summary>What is here now, to be left again.</summary>
    public bool TryEnter([NotNullWhen(true)] out BroughtPart? here)
    {
        while ((here = Volatile.Read(ref brought)) is not null)
        {
            if (here.TryEnter())
                return true;
        }

        return false;
    }

    /// <summary>Looks now.</summary>
    public void Nudge() => nudges.Writer.TryWrite(true);

    /// <summary>Follows the store until cancelled. What is here stays: the next start need not fetch it again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
                await NextAsync(await LookAsync(cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the way it ends
        }
    }

    /// <summary>Nobody mounts it any more. Called once, after the loop.</summary>
    public void GiveUp() => Interlocked.Exchange(ref brought, null)?.Leave();

    private async Task NextAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = sources.Clock.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), poll, wait, Timeout.InfiniteTimeSpan);
        try
        {
            await nudges.Reader.ReadAsync(poll.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // time to look
        }
    }

    /// <summary>Looks once; when to look again.</summary>
    private async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var error = await CompareAsync(cancellationToken);
            var hasChanged = error is { Code: BoxErrorCode.PreconditionFailed or BoxErrorCode.NotFound };
            changes = hasChanged ? changes + 1 : 0;
            if (changes is 0 or > ChangesUntold)
                Say(error is null ? null : MountTrouble.Of(part, error));
            if (hasChanged)
                return AfterChange;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // a bug: it must not take the loop with it
            if (Trouble is not { Reason: "MountFailed" })
                events.Bug(e, part.Box);
            Volatile.Write(ref trouble, new MountTrouble("MountFailed", $"box {part.Box}: an error in this server, {e.GetType().Name}: its log has the cause"));
        }

        return sources.PollInterval;
    }

    private async Task<BoxError?> CompareAsync(CancellationToken cancellationToken)
    {
        if (!BoxPrefix.TryParse(part.SubPath, out var prefix, out var wrong))
            return wrong;
        if (sources.Take(part) is not { } use)
            return new BoxError(BoxErrorCode.Refused, "its store cannot be used; the log has the cause");
        try
        {
            var looked = await MountCache.LookAsync(use.Store, prefix, cancellationToken);
            if (!looked.TryGet(out var listing, out var error))
                return error;
            if (listing.Files.Count > BoxListing.MostFiles)
                return new BoxError(BoxErrorCode.Refused, $"{use.Store.Description} holds more than {BoxListing.MostFiles} files there: mount a smaller part with subPath");
            if (listing.Stamp == brought?.Stamp)
                return null;
            return IsSettled(listing)
                ? await BringAsync(listing, cancellationToken)
                : new BoxError(BoxErrorCode.PreconditionFailed, $"files are being stored in {use.Store.Description}: it is looked at again until that is over");
        }
        finally
        {
            use.Leave();
        }
    }

    /// <summary>Whether nothing was stored for long enough that all may be there: half of a model's files are no model.</summary>
    private bool IsSettled(MountListing listing)
    {
        if (listing.Stamp != seen)
            (seen, seenAt) = (listing.Stamp, sources.Clock.GetTimestamp());
        var newest = listing.Files.Count == 0 ? DateTimeOffset.MinValue : listing.Files.Max(file => file.Modified);
        return sources.Clock.GetUtcNow() - newest >= QuietTime || sources.Clock.GetElapsedTime(seenAt) >= QuietTime;
    }

    private async Task<BoxError?> BringAsync(MountListing listing, CancellationToken cancellationToken)
    {
        var began = sources.Clock.GetTimestamp();
        var coming = new BringProgress(part.Box, events, sources.Clock);
        Volatile.Write(ref progress, coming);
        if (trouble is { Reason: MountTrouble.BoxChanging })
            Say(null);
        try
        {
            var outcome = await sources.Cache.BringAsync(listing, coming, cancellationToken);
            if (!outcome.TryGet(out var snapshot, out var error))
                return error;
            Interlocked.Exchange(ref brought, new BroughtPart(snapshot))?.Leave();
            arrived();
            var (bytes, seconds) = (listing.Bytes, sources.Clock.GetElapsedTime(began).TotalSeconds);
            events.Brought(part.Box, listing.Files.Count, bytes, coming.Last.BytesFetched, seconds);
            return null;
        }
        finally
        {
            Volatile.Write(ref progress, null);
        }
    }

    private void Say(MountTrouble? now)
    {
        if (now is not null && now.Reason != trouble?.Reason)
            events.Troubled(part.Box, now.Reason, now.Message);
        else if (now is null && trouble is not null)
            events.Recovered(part.Box);
        Volatile.Write(ref trouble, now);
    }
}
