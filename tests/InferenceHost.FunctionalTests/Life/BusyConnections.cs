using System.Collections.Concurrent;
using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>So many callers that send their next request as soon as they have an answer, on a connection that they keep until an answer says it was the last; and what came of it.</summary>
internal sealed class BusyConnections : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, int> versions = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly Uri url;
    private readonly string path;
    private readonly Task[] driving;
    private volatile bool stopped;
    private long answers;
    private long opened;

    public BusyConnections(Uri url, string path, int connections)
    {
        this.url = url;
        this.path = path;
        driving = [.. Enumerable.Range(0, connections).Select(_ => Task.Run(DriveAsync))];
    }

    /// <summary>Right answers.</summary>
    public long Answers => Interlocked.Read(ref answers);

    /// <summary>Connections that were needed.</summary>
    public long Opened => Interlocked.Read(ref opened);

    /// <summary>Every answer of another status than 200, every one not understood, every connection that broke.</summary>
    public IReadOnlyCollection<string> Failures => failures;

    /// <summary>Whether an answer came from that version.</summary>
    public bool Saw(long version) => versions.ContainsKey(version);

    /// <summary>Lets every connection have its last answer.</summary>
    public async Task StopAsync()
    {
        stopped = true;
        await Task.WhenAll(driving);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task DriveAsync()
    {
        var body = VersionModel.Body;
        var request = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        try
        {
            while (!stopped)
                await DriveAsync(request);
        }
        catch (Exception e)
        {
            failures.Enqueue(e.ToString());
        }
    }

    private async Task DriveAsync(byte[] request)
    {
        using var connection = await RawConnection.OpenAsync(url);
        Interlocked.Increment(ref opened);
        for (var isKept = true; isKept && !stopped;)
        {
            await connection.SendAsync(request);
            var answer = await connection.ReadAsync() ?? throw new InvalidDataException("the connection was closed");
            isKept = answer.Header("Connection") != "close";
            if (answer.Status != 200)
            {
                failures.Enqueue($"{answer.Status}: {answer.Text}");
                continue;
            }

            versions.TryAdd(VersionModel.Read(answer.Body), 0);
            Interlocked.Increment(ref answers);
        }
    }
}
