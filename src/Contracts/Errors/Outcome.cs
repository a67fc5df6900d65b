using System.Diagnostics.CodeAnalysis;

namespace Inference.Contracts;

/// <summary>A value, or the expected failure that stands in its place.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;

    public Outcome(T value) => this.value = value;

    public Outcome(InferenceError error) => Error = error;

    /// <summary>Null where there is a value.</summary>
    public InferenceError? Error { get; }

    public static implicit operator Outcome<T>(T value) => new(value);

    public static implicit operator Outcome<T>(InferenceError error) => new(error);

    public bool TryGet([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out InferenceError? error)
    {
        result = value;
        error = Error;
        return error is null;
    }
}
