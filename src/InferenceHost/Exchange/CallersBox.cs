using InferenceHost.Files;

namespace InferenceHost.Exchange;

/// <summary>A caller's part of a box, in use until this is disposed of.</summary>
internal sealed record CallersBox(Box Box, CallerPart Part) : IDisposable
{
    public void Dispose() => Box.Leave();
}
