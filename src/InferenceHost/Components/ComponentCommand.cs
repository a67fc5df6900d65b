using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Something a component's loop is told to do, and where the answer goes.</summary>
/// <param name="Kind">What.</param>
/// <param name="Done">Completed once it is done: null, or why it could not be.</param>
internal sealed record ComponentCommand(ComponentCommandKind Kind, TaskCompletionSource<InferenceError?> Done);
