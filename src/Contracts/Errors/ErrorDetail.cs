namespace Inference.Contracts;

/// <summary>One thing that is wrong.</summary>
/// <param name="Path">Where, as in the request: <c>inputs[1].data</c>; empty where it is the whole.</param>
/// <param name="Message">What was expected, what was found, and what to do; never a payload or a secret.</param>
public readonly record struct ErrorDetail(string Path, string Message);
