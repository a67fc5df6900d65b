namespace Inference.Adapters.Python.Exchange;

/// <summary>What a worker's frame is.</summary>
internal enum ReplyKind
{
    /// <summary>Outputs.</summary>
    Outputs,

    /// <summary>The function failed, or what it returned is not right.</summary>
    Error,

    /// <summary>The first one: the function is imported, or could not be.</summary>
    Hello,
}
