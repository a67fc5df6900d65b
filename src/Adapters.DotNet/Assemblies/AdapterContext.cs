using System.Reflection;
using System.Runtime.Loader;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Assemblies;

/// <summary>
/// The assemblies of one loaded model, apart from those of every other: its own from its own folder (as its <c>.deps.json</c> says, else by name), the
/// frameworks and <c>Inference.Contracts</c> from the host, and nothing else of the host's. A framework's assembly that the adapter brings in a later version is its own.
/// Collectible. Assemblies are read into memory with their symbols, so that no file is open or mapped, then or later (what prints a stack trace would map symbol files and
/// never let go of them): <see cref="Assembly.Location"/> is empty, as in a single-file program. Native libraries stay files.
/// </summary>
internal sealed class AdapterContext : AssemblyLoadContext
{
    private static readonly Assembly Contracts = typeof(IModel).Assembly;
    private readonly AssemblyDependencyResolver resolver;
    private readonly string path;

    public AdapterContext(string name, string path)
        : base(name, isCollectible: true)
    {
        this.path = path;
        resolver = new AssemblyDependencyResolver(path);
    }

    public Assembly LoadAdapter() => Read(path);

    /// <summary>Whether code that uses the assembly will find one, of whatever version.</summary>
    /// <exception cref="InvalidDataException">It will find something else under that name.</exception>
    public bool CanFind(AssemblyName name)
    {
        if (name.Name == Contracts.GetName().Name || Frameworks.Have(name.Name!))
            return true;
        if (resolver.ResolveAssemblyToPath(name) is not { } own)
            return false;
        try
        {
            return AssemblyName.GetAssemblyName(own).Name is not null;
        }
        catch (BadImageFormatException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(own)} is not a .NET assembly", e);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Contracts.GetName().Name)
            return Contracts;
        var own = resolver.ResolveAssemblyToPath(assemblyName);
        if (Frameworks.Have(assemblyName.Name!) && Frameworks.Serve(assemblyName.Name!, own))
            return null;
        if (own is not null)
            return Read(own);

        // texts in another language may be missing; else null would mean the host's own assembly of that name
        return assemblyName.CultureName is { Length: > 0 }
            ? null
            : throw new FileNotFoundException($"the assembly '{assemblyName}' is not in the adapter's folder", assemblyName.FullName);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } own ? LoadUnmanagedDllFromPath(own) : base.LoadUnmanagedDll(unmanagedDllName);

    private Assembly Read(string file)
    {
        using var assembly = new MemoryStream(File.ReadAllBytes(file));
        var symbols = Path.ChangeExtension(file, ".pdb");
        if (!File.Exists(symbols))
            return LoadFromStream(assembly);
        using var pdb = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(assembly, pdb);
    }
}
