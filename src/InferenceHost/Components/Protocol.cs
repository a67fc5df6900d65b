namespace InferenceHost.Components;

/// <summary>The way a prediction was asked for.</summary>
internal enum Protocol
{
    /// <summary>The platform's own predict call.</summary>
    Predict,

    /// <summary>Open Inference Protocol over REST.</summary>
    OpenInferenceRest,

    /// <summary>Open Inference Protocol over gRPC.</summary>
    OpenInferenceGrpc,
}
