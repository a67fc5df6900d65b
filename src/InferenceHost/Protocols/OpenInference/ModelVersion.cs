using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>A component has one version on the wire; what serves is told apart by its digest.</summary>
internal static class ModelVersion
{
    public const string Only = "1";

    /// <summary>Why there is no such version; null where there is.</summary>
    public static InferenceError? Check(ReadOnlySpan<char> model, ReadOnlySpan<char> version) => version.SequenceEqual(Only)
        ? null
        : new InferenceError(ErrorCode.NotFound, $"model {Quoted.Of(model.ToString())} has version {Only} only, not {Quoted.Of(version.ToString())}");
}
