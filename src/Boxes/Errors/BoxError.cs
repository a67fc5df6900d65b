namespace Inference.Boxes;

/// <summary>An expected failure of a store.</summary>
/// <param name="Code">What kind.</param>
/// <param name="Message">What was expected, what was found, where, and what to do; never a credential or a signed link.</param>
public sealed record BoxError(BoxErrorCode Code, string Message)
{
    private const int Shown = 80;

    public override string ToString() => $"{Code}: {Message}";

    internal static BoxError InvalidPath(string? path, string problem) =>
        new(BoxErrorCode.InvalidPath, $"'{Printable(path ?? "")}' is no name for a file or group of a box: {problem}");

    internal static BoxError NotFound(BoxPath path, string store) => new(BoxErrorCode.NotFound, $"there is no file '{path}' in {store}");

    internal static BoxError Exists(BoxPath path, string store) =>
        new(BoxErrorCode.PreconditionFailed, $"'{path}' is in {store} already, and it was to be stored only if it is not");

    internal static BoxError Changed(BoxPath path, string expected, string? found, string store) => new(
        BoxErrorCode.PreconditionFailed,
        $"'{path}' in {store} is not the one expected: its ETag should be {expected}" + (found is null ? "" : $" and is {found}") + "; look at it again");

    internal static BoxError OutOfRange(BoxPath path, long size) =>
        new(BoxErrorCode.InvalidRange, $"'{path}' has {size} bytes, and none of them is in the range asked for");

    internal static BoxError WrongLength(BoxPath path, long expected, string found) =>
        new(BoxErrorCode.ContentMismatch, $"'{path}' was said to have {expected} bytes, and {found} came; nothing was stored");

    internal static BoxError WrongDigest(BoxPath path, string expected, string found) =>
        new(BoxErrorCode.ContentMismatch, $"the content of '{path}' has the SHA-256 {found}, and {expected} was expected");

    /// <summary>Names come from strangers: what cannot be printed is shown as a code, and long ones are cut.</summary>
    private static string Printable(string text)
    {
        var cut = text.Length > Shown ? text[..Shown] : text;
        var plain = string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));
        return text.Length > Shown ? plain + "…" : plain;
    }
}
