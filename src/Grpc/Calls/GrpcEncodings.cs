using Inference.Grpc.Messages;
using Microsoft.AspNetCore.Http;

namespace Inference.Grpc.Calls;

/// <summary>The compressions that calls may name: none, and gzip.</summary>
internal static class GrpcEncodings
{
    public const string Header = "grpc-encoding";
    public const string AcceptHeader = "grpc-accept-encoding";
    public const string All = "identity,gzip";
    private const string Identity = "identity";

    /// <summary>Whether messages of the call may be packed with gzip; false for a compression that is not known.</summary>
    public static bool TryRead(IHeaderDictionary headers, out bool isGzip)
    {
        var name = headers[Header].ToString();
        isGzip = name == Gzip.Name;
        return isGzip || name.Length == 0 || name == Identity;
    }

    public static bool Accepts(IHeaderDictionary headers, string encoding)
    {
        foreach (var value in headers[AcceptHeader])
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan()[part].Trim().SequenceEqual(encoding))
                    return true;
            }
        }

        return false;
    }
}
