using System.CommandLine;
using Inference.Load.Stores;

namespace Inference.Load.Commands;

/// <summary>Measures how long a part of an S3 box takes to be mounted, beside the least there is to do.</summary>
internal static class MountCommand
{
    public static Command Create()
    {
        var objects = new Option<int>("--objects") { DefaultValueFactory = _ => 1000 };
        var size = new Option<int>("--size") { Description = "bytes of an object", DefaultValueFactory = _ => 100_000 };
        var parallelism = new Option<int>("--parallelism") { Description = "objects on their way at once, for both", DefaultValueFactory = _ => 8 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7 };
        var most = new Option<double>("--max-ratio") { Description = "exit 1 if mounting takes more than this times the loop", DefaultValueFactory = _ => double.PositiveInfinity };
        var work = new Option<string>("--work") { Description = "a folder to write into", Required = true };
        var command = new Command("mount", "Objects of a real S3 server mounted, and fetched and written by a bare loop of the SDK, in turns; then mounted once more.")
        {
            objects, size, parallelism, rounds, most, work,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var rig = await MountRig.StartAsync(result.GetRequiredValue(work), result.GetValue(parallelism), cancellationToken);
            await rig.FillAsync(result.GetValue(objects), result.GetValue(size), cancellationToken);
            var (loop, mount) = (new List<double>(), new List<double>());
            for (var round = -1; round < result.GetValue(rounds); round++)
            {
                // each round in another order, since what else the machine does must meet both alike; the first is not counted
                var loopFirst = round % 2 == 0 ? await rig.LoopAsync(cancellationToken) : (double?)null;
                var mounted = await rig.MountAsync(cancellationToken);
                var looped = loopFirst ?? await rig.LoopAsync(cancellationToken);
                if (round < 0)
                    continue;
                loop.Add(looped);
                mount.Add(mounted);
            }

            var ratio = Median(mount) / Median(loop);
            Console.WriteLine($"bare loop ms: median {Median(loop):F0}  least {loop.Min():F0}  most {loop.Max():F0}");
            Console.WriteLine($"mount     ms: median {Median(mount):F0}  least {mount.Min():F0}  most {mount.Max():F0}");
            var (warm, bodies) = await rig.MountAgainAsync(cancellationToken);
            Console.WriteLine($"ratio of medians {ratio:F2}; mounted again after a restart: {warm:F0} ms, bodies asked for: {bodies}");
            return ratio <= result.GetValue(most) && bodies == 0 ? 0 : 1;
        });
        return command;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
