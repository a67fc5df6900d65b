using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Reads the inputs that a manifest gives for the warm-up or shows as an example, as a prediction's body would be read. The request is the caller's.</summary>
internal delegate Outcome<InferenceRequest> WarmupReader(string body, Signature signature);
