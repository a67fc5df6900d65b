namespace Inference.Testing;

/// <summary>Waits, in real time, for something to become true.</summary>
public static class Condition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <param name="holds">Looked at again and again.</param>
    /// <param name="otherwise">What is said, after half a minute, in place of it.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static Task HoldsAsync(Func<bool> holds, Func<string> otherwise) => HoldsAsync(() => Task.FromResult(holds()), otherwise);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, Func{string})"/>
    public static async Task HoldsAsync(Func<Task<bool>> holds, Func<string> otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException(otherwise());
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
