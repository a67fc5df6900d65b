using System.CommandLine;

namespace ManifestController.Hosting;

/// <summary>The commands of the program.</summary>
internal static class CommandLine
{
    public static RootCommand Build() => new("Makes a cluster agree with its manifests.") { RunCommand.Build() };
}
