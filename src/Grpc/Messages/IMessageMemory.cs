namespace Inference.Grpc.Messages;

/// <summary>Counts the memory that messages take while they are being received, over all calls, and may refuse more.</summary>
public interface IMessageMemory
{
    /// <summary>Takes bytes for a message that grows; false where there is no more for anybody. What was taken is given back once.</summary>
    bool TryTake(int bytes);

    void Return(int bytes);
}
