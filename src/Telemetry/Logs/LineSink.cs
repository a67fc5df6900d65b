using System.Buffers;

namespace Inference.Telemetry.Logs;

/// <summary>
/// Hands whole lines to a stream, never mixed and in one order, without a thread of its own. While one thread writes, at most one other waits to
/// write everything that has gathered meanwhile, its own line included; the rest leave their lines and go on.
/// </summary>
internal sealed class LineSink(Stream output)
{
    /// <summary>Bytes that may wait for a reader of the stream that does not read; beyond it callers wait rather than lose a line.</summary>
    private const int HighWater = 1 << 20;

    private readonly Lock gate = new();
    private readonly Lock outputGate = new();
    private ArrayBufferWriter<byte> pending = new();
    private ArrayBufferWriter<byte> writing = new();
    private bool claimed;

    public void Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            pending.Write(line);
            if (claimed && pending.WrittenCount < HighWater)
                return;
            claimed = true;
        }

        Flush();
    }

    /// <summary>Returns when every line handed over before has been written.</summary>
    public void Flush()
    {
        lock (outputGate)
        {
            lock (gate)
            {
                (pending, writing) = (writing, pending);
                claimed = false;
            }

            try
            {
                if (writing.WrittenCount > 0)
                    output.Write(writing.WrittenSpan);
                output.Flush();
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // nobody reads the log any more: there is nowhere left to say so
            }

            if (writing.Capacity > HighWater)
                writing = new ArrayBufferWriter<byte>();
            else
                writing.ResetWrittenCount();
        }
    }
}
