using System.Diagnostics;
using System.Text.Json;

namespace Inference.Testing.Hosts;

/// <summary>
/// A real host in a process of its own, on free ports, with a data folder of its own. Disposing kills it; <see cref="StopAsync"/> asks it to stop and
/// waits for the end.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);
    private readonly Process process;
    private readonly TempFolder? data;
    private readonly Task reading;

    private HostProcess(Process process, TempFolder? data)
    {
        this.process = process;
        this.data = data;
        reading = Task.WhenAll(Output.ReadAsync(process.StandardOutput), Errors.ReadAsync(process.StandardError));
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Standard output: a line per published API.</summary>
    public LineLog Output { get; } = new();

    /// <summary>Standard error: the log, a JSON object a line.</summary>
    public LineLog Errors { get; } = new();

    /// <summary>The public listener, relative URLs taken. Nothing is decompressed, and no trace is propagated.</summary>
    public HttpClient Public { get; private set; } = null!;

    /// <summary>The internal listener, relative URLs taken.</summary>
    public HttpClient Internal { get; private set; } = null!;

    /// <summary>Where gRPC is for all components.</summary>
    public Uri GrpcUrl { get; private set; } = null!;

    /// <summary>Where gRPC is for the published APIs.</summary>
    public Uri PublicGrpcUrl { get; private set; } = null!;

    public Uri PublicUrl => Public.BaseAddress!;

    public Uri InternalUrl => Internal.BaseAddress!;

    /// <summary>Starts a host and waits until it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it wrote.</exception>
    /// <exception cref="TimeoutException">It took too long; the message has what it wrote.</exception>
    public static async Task<HostProcess> StartAsync(HostStart start, CancellationToken cancellationToken)
    {
        var data = start.Data is null ? new TempFolder() : null;
        string[] arguments =
        [
            "serve", start.Source, "--public-port", "0", "--internal-port", "0", "--grpc-port", "0", "--public-grpc-port", "0", "--data", start.Data ?? data![".inference"], .. start.Options,
        ];
        var host = new HostProcess(HostProgram.Start(arguments, start.Environment, before: start.Before), data);
        try
        {
            await host.FindListenersAsync(start.Deadline, cancellationToken);
            if (start.UntilReady)
                await host.WaitUntilReadyAsync(start.Deadline, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Log lines of the event, parsed.</summary>
    public IEnumerable<JsonElement> Events(string name) => Errors.Lines.Where(line => IsEvent(line, name)).Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>Waits until every valid component is ready.</summary>
    public Task WaitUntilReadyAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        WaitForAsync(async () => (await Internal.GetAsync("/v2/health/ready", cancellationToken)).IsSuccessStatusCode, deadline, cancellationToken);

    /// <summary>Waits until what is asked for is so.</summary>
    /// <exception cref="TimeoutException">It was not in time; the message has what the host wrote.</exception>
    public async Task WaitForAsync(Func<Task<bool>> condition, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(LookInterval, TimeProvider.System);
        while (!await condition())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"the host ended with {process.ExitCode}:{Environment.NewLine}{Errors}");
            if (began.Elapsed > deadline)
                throw new TimeoutException($"not so within {deadline}; the host wrote:{Environment.NewLine}{Errors}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Asks it to stop (SIGTERM) without waiting; false where it has ended already.</summary>
    public bool Terminate() => !process.HasExited && Signals.SendTerminate(process.Id);

    /// <summary>Asks it to stop and waits for its end; the exit status. All it wrote is then in <see cref="Output"/> and <see cref="Errors"/>.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        Terminate();
        return await WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits for its end; the exit status.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await reading.WaitAsync(cancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
        Public?.Dispose();
        Internal?.Dispose();
        data?.Dispose();
    }

    private static bool IsEvent(string line, string name) => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal);

    private static HttpClient Client(string url) =>
        new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(url) };

    private async Task FindListenersAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (await Errors.FindAsync(line => IsEvent(line, "LogListening"), deadline, cancellationToken) is not { } line)
        {
            await process.WaitForExitAsync(cancellationToken);
            throw new InvalidOperationException($"the host ended with {process.ExitCode}:{Environment.NewLine}{Errors}");
        }

        using var json = JsonDocument.Parse(line);
        var fields = json.RootElement.GetProperty("fields");
        Public = Client(fields.GetProperty(nameof(Public)).GetString()!);
        Internal = Client(fields.GetProperty(nameof(Internal)).GetString()!);
        GrpcUrl = new Uri(fields.GetProperty("InternalGrpc").GetString()!);
        PublicGrpcUrl = new Uri(fields.GetProperty("PublicGrpc").GetString()!);
    }
}
