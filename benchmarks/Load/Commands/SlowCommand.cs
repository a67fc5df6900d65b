using System.CommandLine;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>Holds a crowd of slow callers before a server until it is told to stop.</summary>
internal static class SlowCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "whom to bother", Required = true };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 10_000 };
        var seconds = new Option<double>("--seconds") { Description = "how long", Required = true };
        var command = new Command("slow", "Keeps N connections open that send a byte a second. Says \"open\" once all are.") { url, connections, seconds };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var crowd = new SlowCrowd(new Uri(result.GetRequiredValue(url)), result.GetValue(connections));
            crowd.Gather();
            Console.WriteLine("open");
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began).TotalSeconds < result.GetRequiredValue(seconds) && !cancellationToken.IsCancellationRequested)
                await crowd.DripAsync(cancellationToken);
            Console.WriteLine($"cut off {crowd.Cuts} times");
            return 0;
        });
        return command;
    }
}
