using Inference.Manifests.Rules;

namespace Inference.Manifests.Documents;

/// <summary>The kinds there are.</summary>
internal static class PlatformKinds
{
    public const string Group = "unified-platform.cs.hse.ru";
    public const string ApiVersion = Group + "/v1";
    public const string CoreApiVersion = "v1";
    public const string ExperimentPipeline = "ExperimentPipeline";

    public static readonly KindDefinition Component = new KindDefinition<MLComponent>(ApiVersion, "MLComponent", MLComponent.Schema, ComponentRules.Check);
    public static readonly KindDefinition Api = new KindDefinition<APIComponent>(ApiVersion, "APIComponent", APIComponent.Schema, ApiRules.Check);
    public static readonly KindDefinition Box = new KindDefinition<DataBox>(ApiVersion, "DataBox", DataBox.Schema, BoxRules.Check);
    public static readonly KindDefinition Secret = new KindDefinition<Secret>(CoreApiVersion, "Secret", Manifests.Secret.Schema, SecretRules.Check);

    /// <summary>In the order in which they are checked: what others refer to comes first.</summary>
    public static readonly IReadOnlyList<KindDefinition> Served = [Secret, Box, Component, Api];

    /// <summary>The platform has them, this host does not serve them.</summary>
    public static readonly IReadOnlyList<string> NotServed = [ExperimentPipeline, "PlatformApp", "Repository", "ComponentLink", "DatasetComponent"];
}
