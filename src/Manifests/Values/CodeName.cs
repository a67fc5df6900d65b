namespace Inference.Manifests;

/// <summary>Names of code that manifests refer to.</summary>
internal static class CodeName
{
    private const int Longest = 512;

    /// <summary><c>module.function</c> with any number of packages before.</summary>
    public static bool IsPythonFunction(string text)
    {
        var parts = text.Split('.');
        return text.Length <= Longest && parts.Length >= 2 && Array.TrueForAll(parts, IsIdentifier);
    }

    /// <summary>A full type name, <c>Ocr.Model</c>; nested types with <c>+</c>.</summary>
    public static bool IsDotNetType(string text) => text.Length is > 0 and <= Longest && Array.TrueForAll(text.Split('.', '+'), IsIdentifier);

    /// <summary>Letters, digits, '.', '_' and '-', no digit at the beginning: what Kubernetes takes for the name of an environment variable.</summary>
    public static bool IsEnvironmentVariable(string text)
        => text.Length is > 0 and <= Longest && !char.IsAsciiDigit(text[0])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private static bool IsIdentifier(string text)
        => text.Length > 0 && !char.IsDigit(text[0]) && text.All(character => char.IsLetterOrDigit(character) || character == '_');
}
