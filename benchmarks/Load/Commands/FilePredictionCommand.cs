using System.CommandLine;
using System.Text;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>Measures what a file of a box costs a prediction more than the same data within the request.</summary>
internal static class FilePredictionCommand
{
    public static Command Create()
    {
        var files = new Option<string>("--files") { Description = "the file API's URL of the box", Required = true };
        var url = new Option<string>("--url") { Description = "a prediction that takes input x as FILE and as str, and tells its length", Required = true };
        var size = new Option<int>("--size") { Description = "bytes of the data", DefaultValueFactory = _ => 10_000 };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 1000 };
        var most = new Option<double>("--max-ms") { Description = "exit 1 if it costs more at the median", DefaultValueFactory = _ => double.PositiveInfinity };
        var command = new Command("file-prediction", "Predictions with a FILE input and with the same data inline, in turns over one connection.") { files, url, size, requests, most };
        command.SetAction(async (result, cancellationToken) =>
        {
            var text = new string('x', result.GetValue(size));
            using var caller = new FileCaller();
            using (var body = new StringContent(text))
                await caller.SendAsync(result.GetRequiredValue(files) + "/bench/data.txt", body, cancellationToken);
            var (byFile, inline) = (Body("FILE", "bench/data.txt"), Body("str", text));
            var (fileTimes, inlineTimes) = (new List<double>(), new List<double>());
            for (var i = -200; i < result.GetValue(requests); i++)
            {
                var fileTime = await AskAsync(byFile);
                var inlineTime = await AskAsync(inline);
                if (i < 0)
                    continue;
                fileTimes.Add(fileTime);
                inlineTimes.Add(inlineTime);
            }

            var more = Median(fileTimes) - Median(inlineTimes);
            Console.WriteLine($"a prediction on {text.Length} bytes, medians: inline {Median(inlineTimes):F3} ms, as a FILE {Median(fileTimes):F3} ms: {more:F3} ms more");
            return more <= result.GetValue(most) ? 0 : 1;

            async Task<double> AskAsync(byte[] json)
            {
                var (answer, took) = await caller.AskAsync(result.GetRequiredValue(url), json, cancellationToken);
                return answer.Contains($"[{text.Length}]", StringComparison.Ordinal) ? took : throw new InvalidDataException($"a wrong answer: {answer}");
            }
        });
        return command;
    }

    private static byte[] Body(string type, string data) => Encoding.UTF8.GetBytes($$"""{"inputs":[{"name":"x","datatype":"{{type}}","data":"{{data}}"}]}""");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
