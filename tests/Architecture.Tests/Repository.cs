using System.Diagnostics;
using Inference.Architecture.Tests.Projects;
using Inference.Architecture.Tests.Sources;

namespace Inference.Architecture.Tests;

/// <summary>The real tree: every file that git tracks or would track.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static IReadOnlyList<string> Files { get; } = [.. ListFiles().Order(StringComparer.Ordinal)];

    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files.Where(path => path.EndsWith(".cs")).Select(path => new SourceFile(path, File.ReadAllText(FullPath(path))))];

    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Files.Where(path => path.EndsWith(".csproj")).Select(path => ProjectFile.Parse(path, File.ReadAllText(FullPath(path))))];

    public static string FullPath(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Inference.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("no folder above the tests holds Inference.sln");
    }

    private static List<string> ListFiles()
    {
        string[] arguments = ["-c", "safe.directory=*", "-C", Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("git did not start");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new InvalidOperationException("git ls-files failed: these tests read a clone");
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(path => File.Exists(FullPath(path)))];
    }
}
