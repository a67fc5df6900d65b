using Inference.Manifests.Schemas;

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

    internal static ObjectSchema<ConnectedBox> Schema { get; } = new ObjectSchema<ConnectedBox>("A DataBox that the component uses, under an alias.")
        .Required("name", Texts.Label, (b, v) => b with { Name = v }, "The alias that modelBox, fileBox and assemblyBox use.")
        .Optional("path", Paths.Mount, b => b.Path, (b, v) => b with { Path = v }, "With mountS3Box: where it is mounted.")
        .Optional("mountS3Box", BoxMount.Schema, b => b.MountS3Box, (b, v) => b with { MountS3Box = v }, "A read-only view.")
        .Optional("copyS3Box", BoxCopy.Schema, b => b.CopyS3Box, (b, v) => b with { CopyS3Box = v }, "Copied per request.")
        .ExactlyOneOf("mountS3Box", "copyS3Box");
}
