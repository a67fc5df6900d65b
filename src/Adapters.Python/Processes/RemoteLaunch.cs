using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using Inference.Contracts;

namespace Inference.Adapters.Python.Processes;

/// <summary>Lets a launcher (launcher.py) in another container start worker processes there: a connection each, with the descriptors sent along.</summary>
/// <param name="path">The launcher's unix socket.</param>
/// <param name="environment">The component's variables, over those of the launcher's container.</param>
/// <param name="clock">For how long it is waited for.</param>
internal sealed class RemoteLaunch(string path, IReadOnlyDictionary<string, string> environment, TimeProvider clock) : IWorkerLaunch
{
    // starting a process takes the launcher milliseconds, on a busy node too
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Interpreter => "the python3 of the adapter container";

    /// <summary>Why no worker can be had of the launcher now, of code <see cref="ErrorCode.ModelNotReady"/>; null where one may.</summary>
    public static InferenceError? Hindrance(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Blocking = false;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return null;
        }
        catch (SocketException e)
        {
            return new InferenceError(ErrorCode.ModelNotReady, Problem(path, e));
        }
    }

    public async ValueTask<ChildStart> StartAsync(WorkerDescriptors descriptors, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var child = new RemoteChild(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        ChildStart? start = null;
        try
        {
            await child.Socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either.Token);
            await SendAsync(child.Socket, descriptors, either.Token);
            var refusal = await child.WaitForStartAsync(either.Token);
            return start = refusal is null ? new ChildStart(child) : new ChildStart(Child: null, refusal.Message, refusal.Word == EndReason.LauncherGone.Word);
        }
        catch (SocketException e)
        {
            return start = new ChildStart(Child: null, Problem(path, e), IsForNow: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return start = new ChildStart(Child: null, $"the adapter container took longer than {Patience.TotalSeconds} s to start a worker", IsForNow: true);
        }
        finally
        {
            if (start?.Child is null)
                child.Socket.Dispose();
        }
    }

    private static string Problem(string path, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable or SocketError.ConnectionRefused =>
            $"the adapter container does not answer on {path}: it is starting or restarting, or its image has no python3 of version 3.9 or later, which its log says then",
        SocketError.AccessDenied => $"the adapter container's {path} may not be used: both containers must run as the same user and group",
        _ => $"the adapter container does not answer on {path}: {e.Message}",
    };

    private async ValueTask SendAsync(Socket socket, WorkerDescriptors descriptors, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, IReadOnlyDictionary<string, string>> { ["environment"] = environment });
        var request = new byte[sizeof(int) + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(request, text.Length);
        text.CopyTo(request, sizeof(int));

        // the descriptors go with the first byte; a new socket takes that much at once
        var sent = Native.SendDescriptors(socket.SafeHandle, request.AsSpan(0, sizeof(int)), descriptors.Passed);
        if (sent < 0)
            throw new SocketException(-sent);
        for (var rest = request.AsMemory(sent); !rest.IsEmpty;)
            rest = rest[await socket.SendAsync(rest, cancellationToken)..];
    }
}
