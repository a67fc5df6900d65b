namespace Inference.Grpc;

/// <summary>How a call ended, as its caller is told.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people; any text, it is encoded where it is sent.</param>
public readonly record struct GrpcStatus(GrpcStatusCode Code, string Message = "")
{
    public static GrpcStatus Ok { get; } = new(GrpcStatusCode.Ok);

    /// <summary>Of a method that is not there, or not for this caller.</summary>
    public static GrpcStatus NoSuchMethod { get; } = new(GrpcStatusCode.Unimplemented, "this server has no such method");

    public bool IsOk => Code == GrpcStatusCode.Ok;
}
