namespace Inference.Testing;

/// <summary>Waits, in real time, for something to become true.</summary>
public static class Condition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <param name="holds">Looked at again and again.</param>
    /// <param name="otherwise">What is said in place of it.</param>
    /// <param name="patience">Until then; half a minute unless given.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static Task HoldsAsync(Func<bool> holds, Func<string> otherwise, TimeSpan? patience = null) => HoldsAsync(() => Task.FromResult(holds()), otherwise, patience);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, Func{string}, TimeSpan?)"/>
    public static async Task HoldsAsync(Func<Task<bool>> holds, Func<string> otherwise, TimeSpan? patience = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > (patience ?? Patience))
                throw new TimeoutException(otherwise());
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
