namespace Inference.Contracts;

/// <summary>What an adapter tells of a model beside its results: the host logs and counts it. Any thread may call it; no call throws or waits.</summary>
public interface IModelEvents
{
    /// <summary>A line that the user's code printed.</summary>
    /// <param name="line">Without its end; at most some kilobytes.</param>
    void Printed(string line);

    /// <summary>What the user should know of a model that serves all the same.</summary>
    /// <param name="message">One line.</param>
    void Warned(string message);

    /// <summary>The user's code raised an error; what stands in no answer, such as a stack trace.</summary>
    /// <param name="requestId">The request it was running; null while the model was loaded.</param>
    void Raised(string? requestId, string details);

    /// <summary>A process of the model ended that should not have, or was ended, and is replaced.</summary>
    /// <param name="reason">One of few short words, for a metric: <c>exit</c>, <c>signal</c>, <c>timeout</c>, <c>memory</c>, <c>protocol</c>.</param>
    /// <param name="message">How it ended.</param>
    void WorkerEnded(string reason, string message);
}
