using Inference.Testing;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class CodeFilesTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Look_NoFolder_IsNoFiles() => CodeFiles.Look(folder["none"]).ShouldBe(new CodeStamp(0, 0, default, IsWhole: true));

    [Fact]
    public void Look_PythonFilesAtAnyDepth_AreSeenAndNothingElse()
    {
        foreach (var name in (string[])["a.py", "pkg/__init__.py", "pkg/deep/b.py"])
            folder.Write(name, "1");
        foreach (var name in (string[])
        [
            "notes.txt", "pkg/data.csv", ".hidden/c.py", ".a.py", "__pycache__/a.py", "node_modules/x/d.py", "lib/site-packages/e.py", "env/pyvenv.cfg", "env/f.py",
        ])
        {
            folder.Write(name, "1");
        }

        CodeFiles.Look(folder.FullPath).Files.ShouldBe(3);
    }

    [Fact]
    public void Look_TheHostsOwnFolder_IsNotEntered()
    {
        folder.Write("a.py", "1");
        folder.Write("data/models/x/b.py", "1");

        CodeFiles.Look(folder.FullPath, folder["data"]).Files.ShouldBe(1);
        CodeFiles.Look(folder.FullPath).Files.ShouldBe(2);
    }

    [Theory]
    [InlineData("written")]
    [InlineData("touched")]
    [InlineData("added")]
    [InlineData("removed")]
    [InlineData("renamed")]
    public void Look_AChange_IsAnotherStamp(string change)
    {
        var file = folder.Write("pkg/a.py", "1");
        folder.Write("b.py", "1");
        var before = CodeFiles.Look(folder.FullPath);
        CodeFiles.Look(folder.FullPath).ShouldBe(before);

        if (change == "written")
            File.WriteAllText(file, "22");
        else if (change == "touched")
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        else if (change == "added")
            folder.Write("c.py", "1");
        else if (change == "removed")
            File.Delete(file);
        else
            File.Move(file, folder["pkg/z.py"]);

        CodeFiles.Look(folder.FullPath).ShouldNotBe(before);
    }

    [Fact]
    public void Look_AFileBehindALink_IsSeenChanging()
    {
        var real = folder.Write("elsewhere/a.txt", "1");
        Directory.CreateDirectory(folder["code"]);
        File.CreateSymbolicLink(folder["code/a.py"], real);
        File.CreateSymbolicLink(folder["code/lost.py"], folder["nowhere"]);
        Directory.CreateSymbolicLink(folder["code/circle"], folder["code"]);
        var before = CodeFiles.Look(folder["code"]);

        before.Files.ShouldBe(2);
        File.WriteAllText(real, "22");
        CodeFiles.Look(folder["code"]).ShouldNotBe(before);
    }

    [Fact]
    public void Look_AProjectWithItsData_SeesTheTopAndSaysThatThereIsMore()
    {
        folder.Write("a.py", "1");
        for (var i = 0; i < 20_000; i++)
            File.Create(folder[Directory.CreateDirectory(folder["data"]).Name + $"/{i}"]).Dispose();

        var stamp = CodeFiles.Look(folder.FullPath);

        stamp.IsWhole.ShouldBeFalse();
        stamp.Files.ShouldBe(1);
    }

    public void Dispose() => folder.Dispose();
}
