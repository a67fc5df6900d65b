using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Assemblies;

/// <summary>The user's assembly as a file, looked through before the runtime sees it, whose own messages say less.</summary>
internal sealed class AssemblyImage
{
    private static readonly AssemblyName Contracts = typeof(IModel).Assembly.GetName();

    private AssemblyImage(IReadOnlyList<AssemblyName> references, IReadOnlyList<string> types)
    {
        References = references;
        Types = types;
    }

    /// <summary>The assemblies that its code uses.</summary>
    public IReadOnlyList<AssemblyName> References { get; }

    /// <summary>The full names of the types in it, as reflection gives them.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <param name="path">Where it lies.</param>
    /// <param name="name">What messages call it.</param>
    public static Outcome<AssemblyImage> Read(string path, string name)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length == 0)
                return Unloadable.Because($"{name} is empty: upload it again");
            if (ForeignFormat(stream) is { } format)
                return Unloadable.Because($"{name} is not a .NET assembly but {format}: name the .dll that `dotnet build` writes");
            using var image = new PEReader(stream);
            return Read(image, name);
        }
        catch (BadImageFormatException e)
        {
            return Unloadable.Because($"{name} is not a .NET assembly, or is cut off: {e.Message}; build it again and upload it whole");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unloadable.Because($"{name} cannot be read: {e.GetType().Name}; check the file and its permissions");
        }
    }

    private static Outcome<AssemblyImage> Read(PEReader image, string name)
    {
        if (!image.HasMetadata)
            return Unloadable.Because($"{name} is a native library, not a .NET assembly: name the .dll that `dotnet build` writes");
        var metadata = image.GetMetadataReader();
        if (!metadata.IsAssembly)
            return Unloadable.Because($"{name} is a module, not an assembly: name the .dll that `dotnet build` writes");
        if (ImageArchitecture.Foreign(image.PEHeaders) is { } architecture)
        {
            var here = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            return Unloadable.Because($"{name} was compiled for {architecture} and this host is {here}: build it without PlatformTarget and RuntimeIdentifier, or for linux-{here}");
        }

        return CheckAttributes(metadata, name) ?? CheckReferences(metadata, name);
    }

    private static InferenceError? CheckAttributes(MetadataReader metadata, string name)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            var type = NameOf(metadata, attribute);
            if (type == "ReferenceAssemblyAttribute")
                return Unloadable.Because($"{name} is a reference assembly, which holds no code: take the one from the bin folder, not from obj or ref");
            if (type == nameof(TargetFrameworkAttribute) && NewerFramework(metadata.GetBlobReader(attribute.Value)) is { } built)
                return Unloadable.Because($"{name} was built for .NET {built} and this host runs .NET {Environment.Version}: build it with <TargetFramework>net{Environment.Version.ToString(2)}</TargetFramework>");
        }

        return null;
    }

    private static Outcome<AssemblyImage> CheckReferences(MetadataReader metadata, string name)
    {
        AssemblyName[] references = [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
        var contracts = Array.Find(references, reference => reference.Name == Contracts.Name);
        if (contracts is null)
            return Unloadable.Because($"{name} does not use {Contracts.Name}, so no class in it can be a model: name the assembly of the class itself");
        if (contracts.Version > Contracts.Version)
            return Unloadable.Because($"{name} was built against {Contracts.Name} {contracts.Version} and this host has {Contracts.Version}: build it against that version, or update the host");
        return new AssemblyImage(references, [.. metadata.TypeDefinitions.Select(handle => FullName(metadata, handle))]);
    }

    private static string? NameOf(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return null;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return parent.Kind == HandleKind.TypeReference ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) : null;
    }

    private static string FullName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        if (type.IsNested)
            return $"{FullName(metadata, type.GetDeclaringType())}+{name}";
        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    private static Version? NewerFramework(BlobReader value)
    {
        // behind a prolog of two bytes: ".NETCoreApp,Version=v10.0"
        const string Start = ".NETCoreApp,Version=v";
        value.ReadUInt16();
        var text = value.ReadSerializedString();
        return text?.StartsWith(Start) == true && Version.TryParse(text[Start.Length..], out var built) && built > Environment.Version ? built : null;
    }

    private static string? ForeignFormat(FileStream stream)
    {
        Span<byte> start = stackalloc byte[16];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        return start.StartsWith("MZ"u8) ? null
            : start.StartsWith("\u007fELF"u8) ? "a native Linux library"
            : start.StartsWith("PK"u8) ? "an archive (unpack a .nupkg or .zip first)"
            : start.StartsWith("version https://"u8) ? "a Git LFS pointer (run 'git lfs pull' and upload it again)"
            : "something else";
    }
}
