namespace Inference.Contracts;

/// <summary>An expected failure: a member of the closed enum, a sentence for a person, and what is wrong where.</summary>
public sealed class InferenceError
{
    public InferenceError(ErrorCode code, string message, params IReadOnlyList<ErrorDetail> details)
    {
        Code = code;
        Message = message;
        Details = details;
    }

    public ErrorCode Code { get; }

    /// <summary>What was expected, what was found, and what to do.</summary>
    public string Message { get; }

    /// <summary>Every place that is wrong; may be empty.</summary>
    public IReadOnlyList<ErrorDetail> Details { get; }

    /// <summary>When it makes sense to ask again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>One wrong place: the message is "<paramref name="path"/>: <paramref name="message"/>".</summary>
    public static InferenceError At(ErrorCode code, string path, string message) =>
        new(code, path.Length == 0 ? message : $"{path}: {message}", new ErrorDetail(path, message));

    public override string ToString() => $"{Code}: {Message}";
}
