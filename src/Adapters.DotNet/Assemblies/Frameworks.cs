using System.Collections.Frozen;
using System.Reflection;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Assemblies;

/// <summary>
/// The assemblies of the shared frameworks this host runs on (.NET and ASP.NET Core). Those that lie beside the host itself are its own affair, which no
/// adapter gets to see; a self-contained host has both in one folder, and shares both.
/// </summary>
internal static class Frameworks
{
    private static readonly string CoreFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly FrozenDictionary<string, string> Paths =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(IsShared)
        .DistinctBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    // types of these stand in the interface to the adapter: there can be one of each only
    private static readonly FrozenSet<string> InInterface =
        typeof(IModel).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Have(string name) => Paths.ContainsKey(name);

    /// <summary>Whether the framework's own will do for an adapter that brings one at <paramref name="ownPath"/>.</summary>
    public static bool Serve(string name, string? ownPath) =>
        ownPath is null || InInterface.Contains(name) || AssemblyName.GetAssemblyName(ownPath).Version <= AssemblyName.GetAssemblyName(Paths[name]).Version;

    private static bool IsShared(string path)
    {
        var folder = Path.GetDirectoryName(path)!;

        // shared/Microsoft.NETCore.App/10.0.12 and shared/Microsoft.AspNetCore.App/10.0.12
        return folder == CoreFolder || (!IsSelfContained && Path.GetDirectoryName(Path.GetDirectoryName(folder)) == Path.GetDirectoryName(Path.GetDirectoryName(CoreFolder)));
    }

    private static bool IsSelfContained => CoreFolder == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
}
