namespace InferenceHost.Protocols;

/// <summary>How the caller wants to get one output.</summary>
/// <param name="IsBinary">As bytes behind the JSON part (Open Inference Protocol, binary tensor extension) and not as JSON; null for what the request says of all.</param>
/// <param name="Classes">The highest so many values as <c>value:index</c> in place of the tensor; 0 for the tensor itself.</param>
internal readonly record struct OutputForm(bool? IsBinary, int Classes = 0);
