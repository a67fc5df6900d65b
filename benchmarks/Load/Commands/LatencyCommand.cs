using System.CommandLine;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>
/// Compares servers by the latency one connection sees. They are measured in alternating blocks of one run, each round in another order, so that
/// what else the machine does meets all of them alike.
/// </summary>
internal static class LatencyCommand
{
    public static Command Create()
    {
        var request = new RequestOptions();
        var rounds = new Option<int>("--rounds") { Description = "blocks for each URL", DefaultValueFactory = _ => 50 };
        var block = new Option<int>("--block") { Description = "requests of a block", DefaultValueFactory = _ => 200 };
        var warmUp = new Option<int>("--warm-up") { Description = "blocks for each URL before, not counted: the JIT needs about a hundred thousand requests to settle", DefaultValueFactory = _ => 500 };
        var most = new Option<double>("--max-ratio") { Description = "exit 1 if a median is more than this times the first URL's", DefaultValueFactory = _ => double.PositiveInfinity };
        var command = new Command("latency", "Median and 99th percentile for each URL, and their ratio to the first.") { rounds, block, warmUp, most };
        request.AddTo(command);
        command.SetAction(result =>
        {
            var faults = new FaultLog();
            var requests = request.Read(result);
            var targets = Array.ConvertAll(requests, one => new Target(one.Request, one.Check, faults));
            Measure(targets, result.GetValue(warmUp), result.GetValue(block));
            Array.ForEach(targets, target => target.Forget());
            Measure(targets, result.GetValue(rounds), result.GetValue(block));
            var worst = Print(targets, [.. requests.Select(one => one.Url.ToString())], faults);
            Array.ForEach(targets, target => target.Dispose());
            return faults.Count == 0 && worst <= result.GetValue(most) ? 0 : 1;
        });
        return command;
    }

    private static void Measure(Target[] targets, int rounds, int block)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < targets.Length; turn++)
            {
                var target = targets[(round + turn) % targets.Length];
                for (var i = 0; i < block; i++)
                    target.Measure();
            }
        }
    }

    private static double Print(Target[] targets, string[] names, FaultLog faults)
    {
        var (floorMedian, floorTail) = (targets[0].Latencies.Microseconds(0.5), targets[0].Latencies.Microseconds(0.99));
        var width = names.Max(name => name.Length);
        var worst = 0.0;
        Console.WriteLine($"{"url".PadRight(width)} {"requests",9} {"median us",10} {"p99 us",10} {"median ratio",13} {"p99 ratio",10}");
        for (var i = 0; i < targets.Length; i++)
        {
            var (median, tail) = (targets[i].Latencies.Microseconds(0.5), targets[i].Latencies.Microseconds(0.99));
            worst = Math.Max(worst, median / floorMedian);
            Console.WriteLine(
                $"{names[i].PadRight(width)} {targets[i].Latencies.Count,9} {median,10:F1} {tail,10:F1} {median / floorMedian,13:F2} {tail / floorTail,10:F2}");
        }

        Console.WriteLine($"errors {faults.Count}");
        faults.Print(Console.Out);
        return worst;
    }
}
