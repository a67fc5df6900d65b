using System.Diagnostics;
using System.Net.Sockets;
using Inference.Testing;

namespace Inference.EndToEnd.Nodes;

/// <summary>
/// Connections from here to an address inside the node, through a unix socket: each is one connection to a Service there, which picks a pod for it as for any caller in the cluster. It ends with the tests.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Process relay;

    private Relay(Node node, string target) =>
        relay = node.Start("bash", "-c", "socat \"UNIX-LISTEN:$1,fork,backlog=1024\" \"TCP:$2\" </dev/null & cat >/dev/null; kill $!", "relay", Socket, target);

    private string Socket => folder["socket"];

    /// <param name="node">Where the target is.</param>
    /// <param name="url">Of the target; its path does not count.</param>
    public static async Task<Relay> ToAsync(Node node, Uri url)
    {
        var relay = new Relay(node, $"{url.Host}:{url.Port}");
        await Condition.HoldsAsync(relay.TakesConnectionsAsync, () => $"no relay to {url}");
        return relay;
    }

    /// <summary>Whose connections go through here, wherever its requests say.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(cancellationToken), ownsSocket: true),
    })
    { Timeout = TimeSpan.FromSeconds(70) };

    public void Dispose()
    {
        relay.StandardInput.Close();
        relay.WaitForExit();
        relay.Dispose();
        folder.Dispose();
    }

    // the socket is a file a moment before it listens
    private async Task<bool> TakesConnectionsAsync()
    {
        try
        {
            (await ConnectAsync(CancellationToken.None)).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
