namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>What the methods are handed to.</summary>
internal sealed record RpcMethods(InferCalls Infer, RpcServerCalls Server, RpcModelCalls Models, RpcRepositoryCalls Repository, HealthCalls Health, ReflectionCalls Reflection);
