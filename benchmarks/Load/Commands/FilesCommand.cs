using System.CommandLine;
using Inference.Load.Floors;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>Measures how fast files go up and down through the file API, beside a plain copy.</summary>
internal static class FilesCommand
{
    public static Command Create()
    {
        var host = new Option<string>("--host") { Description = "the file API's URL of a box", Required = true };
        var floor = new Option<string>("--floor") { Description = "a floor that was started with --folder", Required = true };
        var size = new Option<int>("--size") { Description = "bytes of the file", DefaultValueFactory = _ => 100_000_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 31 };
        var least = new Option<double>("--min-ratio") { Description = "exit 1 if either way has less than this part of the plain copy's throughput" };
        var command = new Command("files", "A file stored by POST and fetched by ?download, and copied to and from a file by a plain Kestrel endpoint, in turns.") { host, floor, size, rounds, least };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (ours, plain) = (result.GetRequiredValue(host) + "/files/speed", result.GetRequiredValue(floor).TrimEnd('/') + CopyEndpoints.Path);
            var content = new byte[result.GetValue(size)];
            Random.Shared.NextBytes(content);
            using var caller = new FileCaller();
            var (up, down) = (new Pair(), new Pair());
            for (var round = -2; round < result.GetValue(rounds); round++)
            {
                // each round in another order, since what else the machine does must meet both alike; the first two are not counted
                await up.AddAsync(round, () => SendAsync(ours), () => SendAsync(plain));
                await down.AddAsync(round, () => caller.FetchAsync(ours + "?download", content.Length, cancellationToken), () => caller.FetchAsync(plain, content.Length, cancellationToken));
            }

            up.Print("up  ", content.Length);
            down.Print("down", content.Length);
            return Math.Min(up.Ratio, down.Ratio) >= result.GetValue(least) ? 0 : 1;

            async Task<double> SendAsync(string url)
            {
                using var body = new ByteArrayContent(content);
                return await caller.SendAsync(url, body, cancellationToken);
            }
        });
        return command;
    }

    /// <summary>Times of the host and of the plain copy.</summary>
    private sealed class Pair
    {
        private readonly List<double> ours = [];
        private readonly List<double> plain = [];

        /// <summary>The host's part of the plain copy's throughput.</summary>
        public double Ratio => Median(plain) / Median(ours);

        public async Task AddAsync(int round, Func<Task<double>> askOurs, Func<Task<double>> askPlain)
        {
            var plainFirst = round % 2 == 0 ? await askPlain() : (double?)null;
            var took = await askOurs();
            var copied = plainFirst ?? await askPlain();
            if (round < 0)
                return;
            ours.Add(took);
            plain.Add(copied);
        }

        public void Print(string way, long bytes) => Console.WriteLine(
            $"{way}: host {bytes / Median(ours) / 1000:F0} MB/s (median {Median(ours):F0} ms, least {ours.Min():F0})  plain copy {bytes / Median(plain) / 1000:F0} MB/s (median {Median(plain):F0} ms, least {plain.Min():F0})  ratio {Ratio:F2}");

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}
