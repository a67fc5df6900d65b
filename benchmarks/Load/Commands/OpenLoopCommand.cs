using System.CommandLine;
using System.Text.Json;
using Inference.Load.Measures;

namespace Inference.Load.Commands;

/// <summary>An open loop: as many requests a second as said, whatever becomes of them.</summary>
internal static class OpenLoopCommand
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var request = new RequestOptions();
        var rate = new Option<double>("--rate") { Description = "requests a second", Required = true };
        var seconds = new Option<double>("--seconds") { Description = "how long", Required = true };
        var connections = new Option<int>("--connections") { Description = "the most requests that can be out at once", DefaultValueFactory = _ => 1024 };
        var command = new Command("open-loop", "Sends at a constant rate; prints a line of JSON: what was sent and what became of it, and latencies in ms from when a request was to be sent.") { rate, seconds, connections };
        request.AddTo(command);
        command.SetAction(result =>
        {
            using var loop = new OpenLoop(request.Read(result)[0].Request, result.GetValue(connections));
            var report = loop.Run(result.GetValue(rate), TimeSpan.FromSeconds(result.GetValue(seconds)));
            Console.WriteLine(JsonSerializer.Serialize(report, Form));
            return 0;
        });
        return command;
    }
}
