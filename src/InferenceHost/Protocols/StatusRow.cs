using Inference.Grpc;

namespace InferenceHost.Protocols;

/// <summary>How callers see an expected failure.</summary>
/// <param name="Http">HTTP status.</param>
/// <param name="Grpc">gRPC status.</param>
/// <param name="Title">The problem document's title: the same for all failures of a code.</param>
internal readonly record struct StatusRow(int Http, GrpcStatusCode Grpc, string Title);
