using System.Reflection;
using System.Runtime.Loader;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Assemblies;

/// <summary>
/// The assemblies of one loaded model, apart from those of every other: its own from its own folder (as its <c>.deps.json</c> says, else by name), the
/// frameworks and <c>Inference.Contracts</c> from the host, and nothing else of the host's. A framework's assembly that the adapter brings in a later version is its own.
/// Collectible: the files stay mapped until the last object of it is gone, and are then let go.
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

    public Assembly LoadAdapter() => LoadFromAssemblyPath(path);

    /// <summary>Whether code that uses the assembly will find one, of whatever version.</summary>
    public bool CanFind(AssemblyName name) => name.Name == Contracts.GetName().Name || Frameworks.Have(name.Name!) || resolver.ResolveAssemblyToPath(name) is not null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Contracts.GetName().Name)
            return Contracts;
        var own = resolver.ResolveAssemblyToPath(assemblyName);
        if (Frameworks.Have(assemblyName.Name!) && Frameworks.Serve(assemblyName.Name!, own))
            return null;
        if (own is not null)
            return LoadFromAssemblyPath(own);

        // texts in another language may be missing; else null would mean the host's own assembly of that name
        return assemblyName.CultureName is { Length: > 0 }
            ? null
            : throw new FileNotFoundException($"the assembly '{assemblyName}' is not in the adapter's folder", assemblyName.FullName);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } own ? LoadUnmanagedDllFromPath(own) : base.LoadUnmanagedDll(unmanagedDllName);
}
