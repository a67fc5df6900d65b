namespace Inference.Manifests;

/// <summary>
/// The name of a caller: <c>[A-Za-z0-9._@-]{1,64}</c>, no dot at the beginning, since it becomes a segment of paths.
/// </summary>
public static class UserName
{
    public const int Longest = 64;
    internal const string Expectation = "a user name of up to 64 letters, digits, '.', '_', '@' and '-' that does not begin with a dot";

    public static bool IsValid(string text) => text.Length is > 0 and <= Longest && text[0] != '.' && text.All(IsCharacter);

    internal static bool IsCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '@' or '-';
}
