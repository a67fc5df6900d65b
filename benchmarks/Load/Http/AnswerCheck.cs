using System.Text;

namespace Inference.Load.Http;

/// <summary>What an answer has to be: 200, and holding a text where one is given.</summary>
internal sealed class AnswerCheck(string? expected)
{
    private const int LongestQuote = 200;

    private readonly byte[] expectedBytes = Encoding.UTF8.GetBytes(expected ?? "");

    /// <summary>What is wrong; null if nothing is.</summary>
    public string? Fault(in HttpAnswer answer)
    {
        if (answer.Status == 200 && answer.Body.Span.IndexOf(expectedBytes) >= 0)
            return null;
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return $"{answer.Status}: {(text.Length > LongestQuote ? text[..LongestQuote] + "…" : text)}";
    }
}
