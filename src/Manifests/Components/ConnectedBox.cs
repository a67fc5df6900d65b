namespace Inference.Manifests;

/// <summary>A box the component uses, under an alias: exactly one of mounted or copied per request.</summary>
public sealed record ConnectedBox
{
    /// <summary>The alias that <c>modelBox</c>, <c>fileBox</c> and <c>assemblyBox</c> use; not the DataBox's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it is mounted; never null with <see cref="MountS3Box"/>.</summary>
    public ContainerPath? Path { get; init; }

    public BoxMount? MountS3Box { get; init; }

    public BoxCopy? CopyS3Box { get; init; }

    /// <summary>The DataBox's name, in the component's namespace.</summary>
    public string S3BoxName => MountS3Box?.S3BoxName ?? CopyS3Box?.S3BoxName ?? "";
}
