using Inference.Contracts;

namespace InferenceHost.Protocols.Authentication;

/// <summary>Whether a caller may come in.</summary>
/// <param name="Caller">Its name, where one was asked for.</param>
/// <param name="Refusal">Why not; null where it may.</param>
internal readonly record struct Admittance(string? Caller, InferenceError? Refusal)
{
    public static implicit operator Admittance(InferenceError refusal) => new(Caller: null, refusal);
}
