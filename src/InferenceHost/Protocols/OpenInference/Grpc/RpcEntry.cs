using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>Whom a call names, and whether its caller may call it.</summary>
/// <param name="Component">Null where there is none of that name for this caller.</param>
/// <param name="MaxBytes">The largest message that it takes.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Refusal">Why not; null where all is well.</param>
internal readonly record struct RpcEntry(Component? Component, long MaxBytes, Caller Caller, InferenceError? Refusal);
