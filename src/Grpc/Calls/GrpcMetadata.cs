using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Inference.Grpc.Calls;

/// <summary>What a caller says beside its messages. Names are in lower case; those that end in <c>-bin</c> hold bytes, the others ASCII.</summary>
public readonly struct GrpcMetadata(IHeaderDictionary headers)
{
    private const string BinarySuffix = "-bin";

    /// <summary>The first value of an ASCII entry.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = headers[name] is { Count: > 0 } values ? values[0] : null;
        return value is not null;
    }

    /// <summary>The first value of an entry that ends in <c>-bin</c>; false also where it is not Base64.</summary>
    public bool TryGetBytes(string name, [NotNullWhen(true)] out byte[]? value)
    {
        value = null;
        if (!name.EndsWith(BinarySuffix, StringComparison.Ordinal) || !TryGet(name, out var text))
            return false;

        // several values may be joined by commas, and padding may be left out
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var first = (comma < 0 ? text : text[..comma]).Trim().TrimEnd('=');
        var decoded = new byte[first.Length];
        if (!Convert.TryFromBase64String(first.PadRight((first.Length + 3) / 4 * 4, '='), decoded, out var length))
            return false;
        value = decoded[..length];
        return true;
    }
}
