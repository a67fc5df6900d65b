namespace InferenceHost.Components;

/// <summary>How many use a thing that goes with the last of them; whoever makes it is the first. A thing that has gone is never taken up again.</summary>
internal sealed class UseCount
{
    private int users = 1;

    /// <summary>True is followed by one <see cref="Leave"/>; false once nobody has it any more.</summary>
    public bool TryEnter()
    {
        var seen = Volatile.Read(ref users);
        while (seen > 0)
        {
            var found = Interlocked.CompareExchange(ref users, seen + 1, seen);
            if (found == seen)
                return true;
            seen = found;
        }

        return false;
    }

    /// <summary>True for the last one, who clears away.</summary>
    public bool Leave() => Interlocked.Decrement(ref users) == 0;
}
