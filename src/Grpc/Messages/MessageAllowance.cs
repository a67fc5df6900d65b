namespace Inference.Grpc.Messages;

/// <summary>What one call holds of the memory for messages that are being received: grows with what really arrived, not with what a head announces.</summary>
internal sealed class MessageAllowance(IMessageMemory memory)
{
    private int held;

    /// <summary>Sees to it that so many bytes are held; false where there are no more.</summary>
    public bool TryHold(int bytes)
    {
        if (bytes <= held)
            return true;
        if (!memory.TryTake(bytes - held))
            return false;
        held = bytes;
        return true;
    }

    public void Release()
    {
        if (held > 0)
            memory.Return(held);
        held = 0;
    }
}
