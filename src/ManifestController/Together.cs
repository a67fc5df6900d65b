namespace ManifestController;

/// <summary>Work of several parts that is of no use without any of them.</summary>
internal static class Together
{
    /// <summary>Runs all until one ends, then ends the others. Throws what the first one threw.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken, params IReadOnlyList<Func<CancellationToken, Task>> parts)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = parts.Select(part => part(ending.Token)).ToList();
        var first = await Task.WhenAny(running);
        await ending.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }
}
