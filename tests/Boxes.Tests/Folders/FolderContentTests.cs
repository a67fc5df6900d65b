using System.Diagnostics;
using Inference.Testing;

namespace Inference.Boxes.Tests.Folders;

/// <summary>Removing what a function left, whatever it is.</summary>
public sealed class FolderContentTests : IDisposable
{
    private const string Kept = ".marker";
    private readonly TempFolder folder = new();
    private readonly TempFolder outside = new();

    public void Dispose()
    {
        folder.Dispose();
        outside.Dispose();
    }

    [Fact]
    public void TryRemove_FilesFoldersLinksAndPipes_LeavesTheKeptAndWhatLinksNamed()
    {
        File.WriteAllText(outside["mine.txt"], "mine");
        File.WriteAllText(folder[Kept], "");
        Directory.CreateDirectory(folder["a/b/c"]);
        File.WriteAllText(folder["a/b/c/f.txt"], "x");
        Directory.CreateSymbolicLink(folder["a/link"], outside.FullPath);
        Run("mkfifo", folder["a/pipe"]);

        FolderContent.TryRemove(folder.FullPath, Kept).ShouldBeTrue();

        Directory.GetFileSystemEntries(folder.FullPath).ShouldBe([folder[Kept]]);
        File.ReadAllText(outside["mine.txt"]).ShouldBe("mine");
    }

    [Fact]
    public void TryRemove_NamesThatAreNoUtf8AndPathsThatAreTooLong_LeavesNothing()
    {
        Run("python3", "-c", """
            import os, sys
            os.chdir(sys.argv[1])
            open(b"\xff\xfe.bin", "wb").close()
            for _ in range(60):
                os.mkdir("d" * 200)
                os.chdir("d" * 200)
            open("deep", "w").close()
            """, folder.FullPath);

        FolderContent.TryRemove(folder.FullPath, Kept).ShouldBeTrue();

        Directory.GetFileSystemEntries(folder.FullPath).ShouldBeEmpty();
    }

    [Fact]
    public void TryRemove_NoFolder_IsFalse() => FolderContent.TryRemove(folder["none"], Kept).ShouldBeFalse();

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
