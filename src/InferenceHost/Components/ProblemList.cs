using System.Text;
using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Gathers what is wrong with a request, so that the caller is told everything at once. Costs nothing while nothing is wrong.</summary>
internal struct ProblemList
{
    /// <summary>Problems that are told; the rest is counted.</summary>
    public const int Most = 20;

    private const int MostInMessage = 4;
    private List<ErrorDetail>? details;
    private int untold;

    /// <summary>Problems so far.</summary>
    public readonly int Count => (details?.Count ?? 0) + untold;

    public void Add(string path, string message)
    {
        details ??= [];
        if (details.Count < Most)
            details.Add(new ErrorDetail(path, message));
        else
            untold++;
    }

    /// <summary>One error of code <see cref="ErrorCode.InvalidInput"/> that tells them all; null where there is none.</summary>
    public readonly InferenceError? ToError() =>
        details is null ? null : new InferenceError(ErrorCode.InvalidInput, Summary(details, untold), details);

    private static string Summary(List<ErrorDetail> details, int untold)
    {
        var text = new StringBuilder();
        foreach (var detail in details.Take(MostInMessage))
            text.Append(text.Length == 0 ? "" : "; ").Append(detail.Path).Append(detail.Path.Length == 0 ? "" : ": ").Append(detail.Message);
        var more = details.Count - MostInMessage + untold;
        if (more > 0)
            text.Append($"; and {more} more");
        return text.ToString();
    }
}
