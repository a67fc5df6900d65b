using System.Buffers.Binary;
using System.Text;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Grpc;

/// <summary>A caller whose streams have no window, so that nothing of an answer but its head is sent. No library lets one be that mean: the frames (RFC 9113) are made by hand.</summary>
public sealed class UnreadTests : IAsyncLifetime
{
    private const int Elements = 10_000;
    private static readonly byte[] Settings = Frame(type: 4, flags: 0, stream: 0, [0, 4, 0, 0, 0, 0]);

    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    private HostProcess Host => host.ShouldNotBeNull();

    // a host of its own, since its figures are looked at
    public async ValueTask InitializeAsync()
    {
        folder.AddUnpublished("tests", "wide", TestModels.PathOf("echo-fp32"), "concurrency: 1\nqueue: { maxLength: 1 }\nwarmup: { enabled: false }");
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Unary_WithoutAWindow_IsCountedAndHoldsNoPlace()
    {
        using (var caller = await RawConnection.OpenAsync(Host.GrpcUrl))
        {
            await caller.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            await caller.SendAsync(Settings);
            for (var call = 1; call <= 5; call++)
            {
                var stream = (2 * call) - 1;
                await caller.SendAsync(Frame(type: 1, flags: 4, stream, Headers()));
                await caller.SendAsync(Data(stream));
                await Host.WaitForAsync(async () => await Host.UnreadAnswersAsync() >= call * 2L * sizeof(float) * Elements, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            }

            await Host.WaitForInFlightAsync("tests.wide", 0);
        }

        await Host.WaitForAsync(async () => await Host.UnreadAnswersAsync() == 0, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    // literals that no table keeps (RFC 7541, 6.2.2)
    private static byte[] Headers() =>
    [
        .. Field(":method", "POST"), .. Field(":scheme", "http"), .. Field(":path", "/inference.GRPCInferenceService/ModelInfer"), .. Field(":authority", "localhost"),
        .. Field("content-type", "application/grpc"), .. Field("te", "trailers"),
    ];

    private static byte[] Field(string name, string value) => [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    /// <summary>A message of the echo's, in frames of the largest size there may be.</summary>
    private static byte[] Data(int stream)
    {
        byte[] input = [.. Length(1, "x"u8.ToArray()), .. Length(2, "FP32"u8.ToArray()), .. Length(3, Varint(Elements))];
        byte[] message = [.. Length(1, "tests.wide"u8.ToArray()), .. Length(5, input), .. Length(7, new byte[sizeof(float) * Elements])];
        var head = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), message.Length);
        var pieces = head.Concat(message).Chunk(16_384).ToArray();
        return [.. pieces.SelectMany((piece, i) => Frame(type: 0, flags: (byte)(i == pieces.Length - 1 ? 1 : 0), stream, piece))];
    }

    private static byte[] Length(int field, byte[] bytes) => [(byte)((field << 3) | 2), .. Varint(bytes.Length), .. bytes];

    private static byte[] Varint(int value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Varint(value >> 7)];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }
}
