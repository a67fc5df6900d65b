using System.Buffers;
using System.Security.Cryptography;

namespace Inference.Telemetry.Requests;

/// <summary>
/// What a request is called in logs and answers: the caller's <c>X-Request-Id</c> where it is safe to repeat, else the trace id of a valid
/// <c>traceparent</c> (https://www.w3.org/TR/trace-context/#traceparent-header), else a new one.
/// </summary>
public static class RequestId
{
    public const int MaxLength = 128;

    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int HalfLength = 13;

    private static readonly SearchValues<char> Safe =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    // random per process, so that the ids of two pods or of two runs do not meet; the counter tells the requests of this one apart
    private static readonly ulong Process = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private static ulong last = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <param name="xRequestId">The header <c>X-Request-Id</c>, null where there is none.</param>
    /// <param name="traceparent">The header <c>traceparent</c>, null where there is none.</param>
    public static string From(string? xRequestId, string? traceparent)
    {
        if (xRequestId is not null && IsSafe(xRequestId))
            return xRequestId;
        return TraceParent.TraceId(traceparent) ?? Next();
    }

    /// <summary>1 to 128 characters of <c>[A-Za-z0-9._-]</c>: nothing that could break a log line, a header or a path.</summary>
    public static bool IsSafe(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Safe);

    private static string Next() =>
        string.Create(2 * HalfLength, (Process, Number: Interlocked.Increment(ref last)), static (text, id) =>
        {
            WriteBase32(text[..HalfLength], id.Process);
            WriteBase32(text[HalfLength..], id.Number);
        });

    private static void WriteBase32(Span<char> text, ulong number)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(number & 31)];
            number >>= 5;
        }
    }
}
