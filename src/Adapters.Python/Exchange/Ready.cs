namespace Inference.Adapters.Python.Exchange;

/// <summary>What a worker says once the function is imported, or why it could not be.</summary>
internal sealed record Ready(string Docstring, FunctionError? Failure);
