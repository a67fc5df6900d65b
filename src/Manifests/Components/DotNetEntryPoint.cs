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
}
