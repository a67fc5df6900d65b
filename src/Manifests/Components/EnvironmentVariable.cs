namespace Inference.Manifests;

public sealed record EnvironmentVariable
{
    public string Name { get; init; } = "";

    public string Value { get; init; } = "";
}
