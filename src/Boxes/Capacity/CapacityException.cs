namespace Inference.Boxes.Capacity;

/// <summary>Thrown out of a stream that a store reads, and caught by whoever gave it the stream: a store lets what its content throws go through.</summary>
internal sealed class CapacityException(BoxError error) : Exception(error.Message)
{
    public BoxError Error { get; } = error;
}
