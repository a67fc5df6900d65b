namespace InferenceHost.Admission;

/// <summary>
/// Memory of answers that wait for their readers, with the outputs that they are sent from. It is what bounds them once they hold no place any more: where it is
/// taken, an answer keeps its place until it has been read.
/// </summary>
internal static class UnreadAnswers
{
    // of what this process may have, beside the bodies' share
    private const int Share = 8;

    /// <summary>How long a piece of an answer that keeps its place, since there is no room for it here, may wait to be read: others wait for that place.</summary>
    public static readonly TimeSpan PatienceInAPlace = TimeSpan.FromSeconds(30);

    private static readonly long Most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share;
    private static long held;

    /// <summary>Bytes that are counted now.</summary>
    public static long Held => Volatile.Read(ref held);

    /// <summary>Counts bytes that an answer holds; false, with nothing counted, where there is no room for them.</summary>
    public static bool TryCount(long bytes)
    {
        if (Interlocked.Add(ref held, bytes) <= Most)
            return true;
        Discount(bytes);
        return false;
    }

    /// <summary>What <see cref="TryCount"/> counted is gone.</summary>
    public static void Discount(long bytes) => Interlocked.Add(ref held, -bytes);
}
