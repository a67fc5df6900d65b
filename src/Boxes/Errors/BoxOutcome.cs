using System.Diagnostics.CodeAnalysis;

namespace Inference.Boxes;

/// <summary>A value, or the expected failure that stands in its place.</summary>
public readonly struct BoxOutcome<T>
    where T : class
{
    private readonly T? value;

    public BoxOutcome(T value) => this.value = value;

    public BoxOutcome(BoxError error) => Error = error;

    /// <summary>Null where there is a value.</summary>
    public BoxError? Error { get; }

    public static implicit operator BoxOutcome<T>(T value) => new(value);

    public static implicit operator BoxOutcome<T>(BoxError error) => new(error);

    public bool TryGet([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out BoxError? error)
    {
        result = value;
        error = Error;
        return error is null;
    }
}
