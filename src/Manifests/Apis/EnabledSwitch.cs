namespace Inference.Manifests;

public sealed record EnabledSwitch
{
    /// <summary>False: the API is there but answers as if it were absent.</summary>
    public bool Enabled { get; init; } = true;
}
