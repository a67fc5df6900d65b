using System.CommandLine;

namespace InferenceHost.Hosting;

/// <summary>The commands of the program: <c>serve</c>, <c>validate</c> and <c>hash-password</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Build() => new("Serves models from manifests.") { ServeCommand.Build(), ValidateCommand.Build(), HashPasswordCommand.Build() };
}
