using System.CommandLine;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>Measures how long a server takes from the start of its process to its first right answer.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var request = new RequestOptions();
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 5 };
        var most = new Option<double>("--max-ms") { Description = "exit 1 if the median takes longer", DefaultValueFactory = _ => double.PositiveInfinity };
        var server = new Argument<string[]>("command") { Description = "after --: the server and its arguments", Arity = ArgumentArity.OneOrMore };
        var command = new Command("start", "From process start to the first right answer, several times; stops the server each time.") { runs, most, server };
        request.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (url, bytes, check) = request.Read(result)[0];
            var times = new List<double>();
            for (var i = 0; i < result.GetValue(runs); i++)
            {
                await using var process = new ServerProcess(result.GetRequiredValue(server));
                var taken = await process.FirstAnswerAsync(bytes, check, cancellationToken);
                times.Add(taken.TotalMilliseconds);
            }

            times.Sort();
            var median = times[times.Count / 2];
            Console.WriteLine($"{url} first right answer after ms: median {median:F0}  least {times[0]:F0}  most {times[^1]:F0}  of {times.Count} starts");
            return median <= result.GetValue(most) ? 0 : 1;
        });
        return command;
    }
}
