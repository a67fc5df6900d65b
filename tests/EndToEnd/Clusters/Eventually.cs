namespace Inference.EndToEnd.Clusters;

/// <summary>Waits for a cluster to become as wanted. It is asked a few times a second only, since asking costs it time too.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> holds, Func<string> otherwise, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException(otherwise());
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }
}
