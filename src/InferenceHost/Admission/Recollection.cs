namespace InferenceHost.Admission;

/// <summary>
/// Whom a connection was last recalled as. A server that gives equal headers of a connection as the same string makes the next recall a comparison of references; the texts are never compared, since how
/// long that takes would tell how much of them is right.
/// </summary>
internal struct Recollection
{
    private string? header;
    private object? by;
    private object? known;

    public readonly object? Of(string text, object recalls) => ReferenceEquals(header, text) && ReferenceEquals(by, recalls) ? known : null;

    public void Keep(string text, object recalls, object whom) => (header, by, known) = (text, recalls, whom);
}
