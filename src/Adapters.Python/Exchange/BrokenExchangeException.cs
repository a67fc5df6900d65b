namespace Inference.Adapters.Python.Exchange;

/// <summary>What a worker sent cannot be right: it is not to be talked to any more.</summary>
internal sealed class BrokenExchangeException(string message) : Exception(message);
