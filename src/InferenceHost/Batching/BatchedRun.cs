using Inference.Contracts;

namespace InferenceHost.Batching;

/// <summary>What a run gave one of the requests in it.</summary>
/// <param name="Result">Becomes the request's.</param>
/// <param name="Started">When the run began, a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="Ran">When it had ended.</param>
/// <param name="Rows">How many were in it, this request's among them.</param>
internal readonly record struct BatchedRun(InferenceResult Result, long Started, long Ran, int Rows);
