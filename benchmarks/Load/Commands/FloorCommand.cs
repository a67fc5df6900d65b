using System.CommandLine;
using Inference.Load.Floors;

namespace Inference.Load.Commands;

internal static class FloorCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "where to listen; port 0 takes a free one", DefaultValueFactory = _ => "http://127.0.0.1:0" };
        var folder = new Option<string?>("--folder") { Description = "where bodies sent to /copy are copied to, and files from there" };
        var http2 = new Option<bool>("--http2") { Description = "whether it speaks HTTP/2 without TLS, as gRPC does, and nothing else" };
        var command = new Command("floor", "Serves the floor until it is stopped; prints its URL once it listens.") { url, folder, http2 };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var application = FloorServer.Build(result.GetRequiredValue(url), result.GetValue(folder), result.GetValue(http2));
            await application.StartAsync(cancellationToken);
            Console.WriteLine(application.Urls.Single() + "/");
            await application.WaitForShutdownAsync(cancellationToken);
            return 0;
        });
        return command;
    }
}
