using Inference.Manifests.Schemas;

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

    internal static ObjectSchema<APIComponentSpec> Schema { get; } = new ObjectSchema<APIComponentSpec>("What is published: exactly one of mlComponent, files, experimentPipeline and pipelines.")
        .Optional("published", Texts.Boolean, s => s.Published, (s, v) => s with { Published = v }, "false: as if it were absent.")
        .Optional("mlComponent", ComponentReference.Schema, s => s.MlComponent, (s, v) => s with { MlComponent = v }, "An MLComponent.")
        .Optional("files", EnabledSwitch.Schema, s => s.Files, (s, v) => s with { Files = v }, "The file API of the namespace's boxes.")
        .Optional("experimentPipeline", ComponentReference.Schema, s => s.ExperimentPipeline, (s, v) => s with { ExperimentPipeline = v }, "An ExperimentPipeline.")
        .Optional("pipelines", EnabledSwitch.Schema, s => s.Pipelines, (s, v) => s with { Pipelines = v }, "Pipelines of the namespace.")
        .Optional("apiSpec", Texts.Json, s => s.ApiSpec, (s, v) => s with { ApiSpec = v }, "With experimentPipeline.")
        .Optional("restfulApi", RestfulApi.Schema, s => s.RestfulApi, (s, v) => s with { RestfulApi = v }, "The URL and who may call it.")
        .ExactlyOneOf("mlComponent", "files", "experimentPipeline", "pipelines");
}
