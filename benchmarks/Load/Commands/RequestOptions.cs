using System.CommandLine;
using Inference.Load.Http;

namespace Inference.Load.Commands;

/// <summary>The options that say what is sent and what answer is right; shared by the commands.</summary>
internal sealed class RequestOptions
{
    private readonly Option<string[]> urls = new("--url") { Description = "where to POST to; several where a command compares", Required = true };
    private readonly Option<FileInfo[]> bodies = new("--body") { Description = "the body: one for all, or one for each URL", Required = true };
    private readonly Option<string[]> expected = new("--expect") { Description = "a text that each right answer holds: none, one for all, or one for each URL ('' for any answer)" };
    private readonly Option<string[]> headers = new("--header") { Description = "a header line: none, one for all, or one for each URL ('' for none)" };
    private readonly Option<string> contentType = new("--content-type") { DefaultValueFactory = _ => "application/json" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { urls, bodies, expected, headers, contentType })
            command.Add(option);
    }

    public (Uri Url, HttpRequestBytes Request, AnswerCheck Check)[] Read(ParseResult result)
    {
        var all = Array.ConvertAll(result.GetRequiredValue(urls), url => new Uri(url));
        var files = Spread(result.GetRequiredValue(bodies), all.Length, "--body");
        var texts = Spread(result.GetValue(expected) is { Length: > 0 } given ? given : [""], all.Length, "--expect");
        var lines = Spread(result.GetValue(headers) is { Length: > 0 } said ? said : [""], all.Length, "--header");
        return [.. all.Select((url, i) =>
            (url, HttpRequestBytes.Post(url, File.ReadAllBytes(files[i].FullName), result.GetRequiredValue(contentType), lines[i]), new AnswerCheck(texts[i])))];
    }

    private static T[] Spread<T>(T[] values, int count, string name)
    {
        if (values.Length != 1 && values.Length != count)
            throw new ArgumentException($"{name}: one, or one for each --url", nameof(values));
        return values.Length == count ? values : [.. Enumerable.Repeat(values[0], count)];
    }
}
