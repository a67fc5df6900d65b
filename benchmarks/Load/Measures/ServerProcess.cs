using System.Diagnostics;
using System.Net.Sockets;
using Inference.Load.Http;

namespace Inference.Load.Measures;

/// <summary>A server started for a measurement; stopped with SIGTERM, and awaited, when disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly long begin = TimeProvider.System.GetTimestamp();
    private readonly Process process;

    public ServerProcess(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start");

        // read and dropped: a full pipe would hold the server up
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Asks every few milliseconds until the answer is right; the time since the process was started.</summary>
    public async Task<TimeSpan> FirstAnswerAsync(HttpRequestBytes request, AnswerCheck check, CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection(request);
        var fault = "";
        while (TimeProvider.System.GetElapsedTime(begin) < Patience && !process.HasExited)
        {
            try
            {
                fault = check.Fault(connection.Send());
                if (fault is null)
                    return TimeProvider.System.GetElapsedTime(begin);
            }
            catch (Exception failure) when (failure is SocketException or IOException)
            {
                fault = failure.Message;
            }

            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"no right answer; the last: {fault}; {(process.HasExited ? $"exit code {process.ExitCode}" : "still running")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // .NET itself can only kill
            using var terminate = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
