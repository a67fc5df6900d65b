using Inference.Grpc.Messages;

namespace Inference.Grpc.Tests;

/// <summary>Memory for messages, counted.</summary>
internal sealed class MessageBudget(long most) : IMessageMemory
{
    private long taken;

    public long Taken => Volatile.Read(ref taken);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= most)
            return true;
        Interlocked.Add(ref taken, -bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref taken, -bytes);
}
