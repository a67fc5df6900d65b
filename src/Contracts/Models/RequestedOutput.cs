namespace Inference.Contracts;

/// <summary>An output the caller asks for.</summary>
/// <param name="Name">Its name in the signature.</param>
/// <param name="Type">The type the caller expects; null where it said none. It selects nothing and converts nothing.</param>
/// <param name="Data">For <c>FILE</c>: the local path that the adapter is to write to.</param>
/// <param name="ContentType">For <c>FILE</c>: the media type the caller asks for.</param>
public sealed record RequestedOutput(string Name, DataType? Type = null, string? Data = null, string? ContentType = null)
{
    /// <summary>The shape the caller expects, where it said one.</summary>
    public Shape? Shape { get; init; }
}
