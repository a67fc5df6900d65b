namespace Inference.Manifests;

/// <summary>What is published, and how: exactly one of the four targets.</summary>
public sealed record APIComponentSpec
{
    /// <summary>False: the API answers as if it were absent.</summary>
    public bool Published { get; init; } = true;

    public ComponentReference? MlComponent { get; init; }

    public EnabledSwitch? Files { get; init; }

    public ComponentReference? ExperimentPipeline { get; init; }

    public EnabledSwitch? Pipelines { get; init; }

    /// <summary>With <see cref="ExperimentPipeline"/>: taken as it is, a JSON value.</summary>
    public string? ApiSpec { get; init; }

    public RestfulApi RestfulApi { get; init; } = new();

    public ApiTarget Target
        => MlComponent is not null ? ApiTarget.MlComponent
        : Files is not null ? ApiTarget.Files
        : ExperimentPipeline is not null ? ApiTarget.ExperimentPipeline
        : Pipelines is not null ? ApiTarget.Pipelines
        : ApiTarget.Undecided;
}
