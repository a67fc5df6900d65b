using System.CommandLine;
using System.Text.Json;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>What a model costs without a server.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var model = new Option<FileInfo>("--model") { Description = "an ONNX file with one input of FP32 rows", Required = true };
        var body = new Option<FileInfo>("--body") { Description = "a request with one row", Required = true };
        var rows = new Option<int[]>("--rows") { Description = "rows in a run; several are measured in turns", DefaultValueFactory = _ => [1], AllowMultipleArgumentsPerToken = true };
        var seconds = new Option<double>("--seconds") { Description = "for each number of rows and round", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var command = new Command("run", "Runs a model in this process, on one thread; prints a line of JSON: for each number of rows the median and the 99th percentile of a run, in ms.") { model, body, rows, seconds, rounds };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var runs = await ModelRuns.OpenAsync(result.GetRequiredValue(model).FullName, cancellationToken);
            var row = ReadRow(result.GetRequiredValue(body));
            var times = result.GetValue(rows)!.Distinct().ToDictionary(size => size, _ => new LatencyHistogram());
            for (var round = 0; round < result.GetValue(rounds); round++)
            {
                foreach (var (size, total) in times)
                    total.Add(await runs.MeasureAsync(row, size, TimeSpan.FromSeconds(result.GetValue(seconds)), cancellationToken));
            }

            Console.WriteLine(JsonSerializer.Serialize(times.ToDictionary(
                pair => pair.Key, pair => new { p50 = pair.Value.Microseconds(0.5) / 1000, p99 = pair.Value.Microseconds(0.99) / 1000 })));
            return 0;
        });
        return command;
    }

    private static float[] ReadRow(FileInfo body)
    {
        using var request = JsonDocument.Parse(File.ReadAllText(body.FullName));
        return [.. request.RootElement.GetProperty("inputs")[0].GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];
    }
}
