using Amazon.Runtime;
using Amazon.S3.Model;

namespace Inference.Boxes.S3;

/// <summary>
/// The body of an object. Where the connection breaks or nothing comes for too long, the rest is asked for again, on the condition that it is the same
/// object still; only when that fails too does the reader hear of it.
/// </summary>
internal sealed class S3BodyStream(S3Reader reader, GetObjectResponse response, string tag, long offset, long length) : ForwardStream
{
    private const int MostResumes = 3;
    private readonly long end = offset + length;
    private GetObjectResponse current = response;
    private long at = offset;
    private int resumes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (at == end || buffer.IsEmpty)
            return 0;
        while (true)
        {
            var (read, failure) = await TryReadAsync(buffer[..(int)Math.Min(buffer.Length, end - at)], cancellationToken);
            if (read > 0)
            {
                at += read;
                resumes = 0;
                return read;
            }

            if (resumes++ == MostResumes)
                throw new BoxReadException(new BoxError(BoxErrorCode.Unreachable, $"reading {reader.Description} broke off again and again: {failure}"));
            var outcome = await reader.ResumeAsync(tag, at, end - 1, cancellationToken);
            if (!outcome.TryGet(out var next, out var error))
                throw new BoxReadException(error);
            current.Dispose();
            current = next;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            current.Dispose();
        base.Dispose(disposing);
    }

    private async Task<(int Read, string? Failure)> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(reader.ReadTimeout, reader.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await current.ResponseStream.ReadAsync(buffer, both.Token), "it ended early");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (0, $"nothing came for {reader.ReadTimeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (e is IOException or HttpRequestException or AmazonClientException && !cancellationToken.IsCancellationRequested)
        {
            return (0, e.Message);
        }
    }
}
