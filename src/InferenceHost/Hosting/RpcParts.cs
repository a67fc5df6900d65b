using InferenceHost.Admission;
using InferenceHost.Protocols;
using InferenceHost.Protocols.Authentication;
using InferenceHost.Protocols.OpenInference;

namespace InferenceHost.Hosting;

/// <summary>What gRPC shares with HTTP.</summary>
internal sealed record RpcParts(Room Room, Gate Gate, ServerCalls Server, RepositoryCalls Repository, Doorkeeper Doorkeeper, Strangers Strangers, FailureLog Failures);
