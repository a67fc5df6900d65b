namespace Inference.Testing;

/// <summary>Waits, in real time, for something to become true.</summary>
public static class Condition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <param name="holds">Looked at again and again.</param>
    /// <param name="otherwise">What is said, after half a minute, in place of it.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task HoldsAsync(Func<bool> holds, Func<string> otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException(otherwise());
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
