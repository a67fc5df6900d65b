namespace Inference.Adapters.Python.Exchange;

/// <summary>What went wrong in the function, or with what it returned.</summary>
/// <param name="Kind"><c>raised</c>, <c>input</c>, <c>output</c> or <c>interrupted</c>.</param>
/// <param name="Type">The exception's.</param>
/// <param name="Message">The exception's.</param>
/// <param name="Trace">For the log; may be empty.</param>
internal sealed record FunctionError(string Kind, string Type, string Message, string Trace)
{
    /// <summary>As a person reads it in an answer.</summary>
    public string Summary => Message.Length == 0 ? Type : $"{Type}: {Message}";
}
