using System.Diagnostics.CodeAnalysis;

namespace Inference.Adapters.DotNet.Fixtures.Running;

[SuppressMessage("Design", "CA1032", Justification = "One is enough.")]
[SuppressMessage("Design", "CA1065", Justification = "That is what it is for.")]
public sealed class SpeechlessException : Exception
{
    public override string Message => throw new InvalidOperationException("no words");

    public override string ToString() => throw new InvalidOperationException("no words");
}
