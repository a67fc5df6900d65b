using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>A class behind the model interface, in an assembly from a mounted box.</summary>
public sealed record DotNetEntryPoint
{
    /// <summary>The alias of a connected box that is mounted.</summary>
    public string AssemblyBox { get; init; } = "";

    /// <summary>A .dll within the mount of <see cref="AssemblyBox"/>.</summary>
    public ContainerPath Assembly { get; init; }

    /// <summary>The type's full name.</summary>
    public string Type { get; init; } = "";

    internal static ObjectSchema<DotNetEntryPoint> Schema { get; } = new ObjectSchema<DotNetEntryPoint>("A .NET class, from a mounted box.")
        .Required("assemblyBox", Texts.BoxAlias, (d, v) => d with { AssemblyBox = v }, "The alias of a connected box with mountS3Box.")
        .Required("assembly", Paths.Assembly, (d, v) => d with { Assembly = v }, "A .dll within that box's mount path.")
        .Required("type", Texts.DotNetType, (d, v) => d with { Type = v }, "The full name of a type behind the model interface.");
}
