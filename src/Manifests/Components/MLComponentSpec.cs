namespace Inference.Manifests;

public sealed record MLComponentSpec
{
    /// <summary>Null when the manifest says none: only Python components in a cluster need one.</summary>
    public ImageSettings? Image { get; init; }

    public IReadOnlyList<EnvironmentVariable> Env { get; init; } = [];

    public MLService MlService { get; init; } = new();

    public IReadOnlyList<ConnectedBox> ConnectedBoxes { get; init; } = [];

    /// <summary>Null: one replica.</summary>
    public ScalingSettings? Scaling { get; init; }

    /// <summary>The box of that alias, or null.</summary>
    public ConnectedBox? Box(string? alias) => ConnectedBoxes.FirstOrDefault(box => box.Name == alias);
}
