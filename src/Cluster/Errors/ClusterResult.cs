using System.Diagnostics.CodeAnalysis;

namespace Inference.Cluster;

/// <summary>A value, or the expected failure that stands in its place.</summary>
public readonly struct ClusterResult<T>
{
    private readonly T? value;

    public ClusterResult(T value) => this.value = value;

    public ClusterResult(ClusterError error) => Error = error;

    /// <summary>Null where there is a value.</summary>
    public ClusterError? Error { get; }

    public static implicit operator ClusterResult<T>(T value) => new(value);

    public static implicit operator ClusterResult<T>(ClusterError error) => new(error);

    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ClusterError? error)
    {
        value = this.value;
        error = Error;
        return error is null;
    }

    public override string ToString() => Error?.ToString() ?? $"{value}";
}
