namespace Inference.Testing;

/// <summary>
/// A bound on how long something takes, on a machine that others use: they delay now this attempt, now that one, while what is too slow by itself
/// is so in each.
/// </summary>
public static class TimeBound
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <param name="bound">Kept by one attempt at least.</param>
    /// <param name="attempt">Made until one keeps the bound; how long it took.</param>
    /// <returns>What the attempt that kept it took.</returns>
    /// <exception cref="TimeoutException">None did.</exception>
    public static async Task<TimeSpan> IsKeptOnceAsync(TimeSpan bound, Func<Task<TimeSpan>> attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var began = TimeProvider.System.GetTimestamp();
        var fastest = TimeSpan.MaxValue;
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            var took = await attempt();
            if (took < bound)
                return took;
            fastest = took < fastest ? took : fastest;
        }

        throw new TimeoutException($"the fastest attempt took {fastest.TotalSeconds} s, expected less than {bound.TotalSeconds} s");
    }
}
