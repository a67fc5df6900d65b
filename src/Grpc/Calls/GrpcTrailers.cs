using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Inference.Grpc.Calls;

/// <summary>How the status is said: in the trailers, or in the head where nothing else is said.</summary>
internal static class GrpcTrailers
{
    private const string Status = "grpc-status";
    private const string Message = "grpc-message";
    private static readonly string[] Numbers = [.. Enumerable.Range(0, (int)GrpcStatusCode.Unauthenticated + 1).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static void Set(IHeaderDictionary trailers, GrpcStatus status)
    {
        trailers[Status] = Numbers[(int)status.Code];
        if (!string.IsNullOrEmpty(status.Message))
            trailers[Message] = StatusText.Encode(status.Message);
    }
}
