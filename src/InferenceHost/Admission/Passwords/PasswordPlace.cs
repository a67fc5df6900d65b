namespace InferenceHost.Admission.Passwords;

/// <summary>
/// Where wrong passwords are counted: a caller's address and one of a number of places that user names fall into, so that no caller, by inventing names, makes the table forget
/// what others did.
/// </summary>
internal readonly record struct PasswordPlace
{
    private const int LastPlace = 255;

    /// <param name="from">Where the caller calls from.</param>
    /// <param name="name">Who the caller says to be, listed or not.</param>
    public PasswordPlace(CallerAddress from, string name)
    {
        From = from;
        Place = (byte)(string.GetHashCode(name, StringComparison.Ordinal) & LastPlace);
    }

    public CallerAddress From { get; }

    public byte Place { get; }
}
