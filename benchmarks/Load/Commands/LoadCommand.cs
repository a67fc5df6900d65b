using System.CommandLine;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>A closed loop: each of N connections sends its next request when it has the answer to the one before.</summary>
internal static class LoadCommand
{
    private const int ThreadStack = 256 * 1024;

    public static Command Create()
    {
        var request = new RequestOptions();
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 64 };
        var seconds = new Option<double?>("--seconds") { Description = "how long" };
        var requests = new Option<long?>("--requests") { Description = "how many, over all connections" };
        var command = new Command("load", "Keeps N connections busy; exits 1 if a request failed. Several URLs are spread over the connections.") { connections, seconds, requests };
        request.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(seconds) is null && result.GetValue(requests) is null)
                result.AddError("say when to stop: --seconds or --requests");
        });
        command.SetAction((result, cancellationToken) =>
        {
            var limit = new RunLimit(result.GetValue(seconds) ?? double.PositiveInfinity, result.GetValue(requests) ?? long.MaxValue, cancellationToken);
            return Task.FromResult(Run(new LoadRun(request.Read(result), limit), result.GetValue(connections)));
        });
        return command;
    }

    private static int Run(LoadRun run, int connections)
    {
        var begin = TimeProvider.System.GetTimestamp();

        // a thread for each connection: blocking calls cost the client the least
        var threads = Enumerable.Range(0, connections).Select(i => new Thread(() => run.Drive(i), ThreadStack)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        run.Print(Console.Out, TimeProvider.System.GetElapsedTime(begin));
        return run.Faults.Count == 0 ? 0 : 1;
    }
}
