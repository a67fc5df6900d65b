namespace Inference.Boxes;

/// <summary>Reading the body of a file failed after its reading had begun: a stream has no other way to say so.</summary>
public sealed class BoxReadException : IOException
{
    public BoxReadException(BoxError error, Exception? inner = null)
        : base(error.Message, inner) => Error = error;

    public BoxError Error { get; }
}
