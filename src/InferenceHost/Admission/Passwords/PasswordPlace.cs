namespace InferenceHost.Admission.Passwords;

/// <summary>
/// Where wrong passwords are counted: a caller's address and one of a number of places that user names fall into, so that no caller, by inventing names, makes the table forget
/// what others did. Each list counts for itself: what is wrong for one may be right for another. Two names of a list rarely share a place, and then each other's pauses.
/// </summary>
internal readonly record struct PasswordPlace
{
    private const int LastPlace = 255;

    /// <param name="from">Where the caller calls from.</param>
    /// <param name="users">The list that was asked.</param>
    /// <param name="name">Who the caller says to be, listed or not.</param>
    public PasswordPlace(CallerAddress from, UserList users, string name)
    {
        From = from;
        List = users.Number;
        Place = (byte)(HashCode.Combine(users.Number, name) & LastPlace);
    }

    public CallerAddress From { get; }

    public int List { get; }

    public byte Place { get; }
}
