namespace Inference.Architecture.Tests.Sources;

/// <summary>A C# file; the path is relative to the repository, with forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private string? code;

    /// <summary>The text without comments, string contents and preprocessor lines.</summary>
    public string Code => code ??= CodeStripper.Strip(Text);

    public int Lines => Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);

    public IReadOnlyList<TypeDeclaration> Types => TypeDeclaration.In(Code);
}
