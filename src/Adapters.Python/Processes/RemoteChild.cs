using System.Globalization;
using System.Net.Sockets;

namespace Inference.Adapters.Python.Processes;

/// <summary>
/// A process that a launcher in another container started. The connection is its life: the launcher tells on it what becomes of the process, and ends it when the connection is closed.
/// launcher.py is the other end.
/// </summary>
internal sealed class RemoteChild : IChild
{
    private const int LongestEvent = 8 << 10;
    private readonly byte[] buffer = new byte[LongestEvent];
    private readonly LineSplitter events;
    private bool isStarted;
    private string? refusal;
    private int? status;

    /// <param name="socket">To be connected to the launcher; owned by this once the process is started.</param>
    public RemoteChild(Socket socket)
    {
        Socket = socket;
        events = new LineSplitter(Hear);
    }

    public Socket Socket { get; }

    public int Descriptor => (int)Socket.Handle;

    // what its container may use is the container's affair
    public int CheckInterval => -1;

    /// <summary>Waits until the launcher says that the process runs; null then, or why it does not.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async ValueTask<EndReason?> WaitForStartAsync(CancellationToken cancellationToken)
    {
        while (!isStarted)
        {
            var read = await Socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            events.Add(buffer.AsSpan(0, read));
            if (refusal is not null)
                return new EndReason("start", refusal);
            if (read == 0)
                return EndReason.LauncherGone;
        }

        return null;
    }

    public bool HasEnded()
    {
        // the launcher closes the connection behind the last event
        var read = Native.Receive(Socket.SafeHandle, buffer);
        if (read > 0)
            events.Add(buffer.AsSpan(0, read));
        return read == 0 || (read < 0 && read != -Native.EAgain);
    }

    public EndReason? CheckLimits() => null;

    // a launcher that is gone is found out by whoever waits for it
    public void Kill() => _ = Native.Send(Socket.SafeHandle, "kill\n"u8);

    public (int Status, EndReason? Unknown) Take()
    {
        Socket.Dispose();
        return status is { } known ? (known, null) : (0, EndReason.LauncherGone);
    }

    private void Hear(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (word, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
        isStarted |= word == "started";
        if (word == "failed")
            refusal = rest;
        else if (word == "ended" && int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            status = number;
    }
}
