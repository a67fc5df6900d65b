namespace Inference.Contracts;

/// <summary>Nobody listens.</summary>
internal sealed class IgnoredModelEvents : IModelEvents
{
    public static readonly IgnoredModelEvents Instance = new();

    public void Printed(string line)
    {
        // nobody listens
    }

    public void Warned(string message)
    {
        // nobody listens
    }

    public void Raised(string? requestId, string details)
    {
        // nobody listens
    }

    public void WorkerEnded(string reason, string message)
    {
        // nobody listens
    }
}
