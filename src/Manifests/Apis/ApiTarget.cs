namespace Inference.Manifests;

/// <summary>What an API publishes.</summary>
public enum ApiTarget
{
    /// <summary>Only in invalid documents.</summary>
    Undecided,
    MlComponent,
    Files,
    ExperimentPipeline,
    Pipelines,
}
