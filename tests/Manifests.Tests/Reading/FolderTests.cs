using System.Diagnostics;
using System.Text;

namespace Inference.Manifests.Tests.Reading;

public sealed class FolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("manifests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ReadFolder_FilesInFolders_AreReadInOrdinalOrder()
    {
        Write("b.yaml", "b");
        Write("a/z.YML", "z");
        Write("B.yaml", "upper");
        Write("a.yaml", "a");
        Write("notes.txt", "text");

        Names().ShouldBe(["upper", "a", "z", "b"]);
    }

    [Fact]
    public void ReadFolder_HiddenNames_ArePassedOver()
    {
        Write(".git/a.yaml", "git");
        Write("x/.inference/a.yaml", "inference");
        Write(".hidden.yaml", "hidden");
        Write("seen.yaml", "seen");

        Names().ShouldBe(["seen"]);
    }

    [Fact]
    public void ReadFolder_MountedConfigMap_IsReadOnce()
    {
        Write("..2024_01/a.yaml", "a");
        Directory.CreateSymbolicLink(In("..data"), "..2024_01");
        File.CreateSymbolicLink(In("a.yaml"), "..data/a.yaml");

        Names().ShouldBe(["a"]);
    }

    [Fact]
    public void ReadFolder_LinksThatLeadInCircles_End()
    {
        Write("sub/a.yaml", "a");
        Directory.CreateSymbolicLink(In("sub/up"), "..");
        Directory.CreateSymbolicLink(In("sub/self"), ".");
        Directory.CreateSymbolicLink(In("again"), "sub");
        Directory.CreateSymbolicLink(In("zz-knot"), "zz-knot");

        Names().ShouldBe(["a"]);
    }

    [Fact]
    public void ReadFolder_LinkToAFolderElsewhere_IsFollowed()
    {
        using var elsewhere = new FolderTests();
        elsewhere.Write("deep/a.yaml", "a");
        Directory.CreateSymbolicLink(In("link"), elsewhere._folder);

        Names().ShouldBe(["a"]);
    }

    [Fact]
    public void ReadFolder_BrokenLinkOrFolderNamedLikeAFile_IsTold()
    {
        File.CreateSymbolicLink(In("broken.yaml"), "nowhere.yaml");
        Directory.CreateDirectory(In("folder.yaml"));
        Write("good.yaml", "good");

        var set = ManifestReader.ReadFolder(_folder);

        set.Boxes.ShouldHaveSingleItem();
        set.Diagnostics.ShouldHaveSingleItem().ToString().ShouldBe("broken.yaml:1:1: error: cannot be read, or is not there");
    }

    [Fact]
    public void ReadFolder_TooLargeFile_IsToldAndNotRead()
    {
        using (var file = File.Create(In("large.yaml")))
            file.SetLength((4 << 20) + 1);
        Write("good.yaml", "good");

        var set = ManifestReader.ReadFolder(_folder);

        set.Boxes.ShouldHaveSingleItem();
        set.Diagnostics.ShouldHaveSingleItem().ToString().ShouldBe("large.yaml:1:1: error: over 4 MiB, too large for a manifest");
    }

    [Fact]
    public void ReadFolder_DeviceThatNeverEnds_IsNotOpened()
    {
        File.CreateSymbolicLink(In("zero.yaml"), "/dev/zero");

        ManifestReader.ReadFolder(_folder).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void ReadFolder_EmptyFolder_IsAWarning()
        => ManifestReader.ReadFolder(_folder).Diagnostics.ShouldHaveSingleItem().Problem.ShouldBe("no *.yaml or *.yml file in this folder");

    [Fact]
    public void ReadFolder_NoSuchFolder_IsAnError()
        => ManifestReader.ReadFolder(In("nothing")).Diagnostics.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Error);

    [Fact]
    public void ReadFolder_OneFile_IsReadAlone()
    {
        Write("a.yaml", "a");
        Write("b.yaml", "b");

        var document = ManifestReader.ReadFolder(In("b.yaml")).Documents.ShouldHaveSingleItem();

        (document.File, document.Name, document.FilePath).ShouldBe(("b.yaml", "b", In("b.yaml")));
    }

    [Fact]
    public void ReadFolder_DeepFolders_EndWithAnError()
    {
        Write(string.Join('/', Enumerable.Repeat("d", 40)) + "/a.yaml", "a");
        Write("good.yaml", "good");

        var set = ManifestReader.ReadFolder(_folder);

        set.Boxes.ShouldHaveSingleItem();
        set.Diagnostics.ShouldHaveSingleItem().Problem.ShouldContain("32 inside each other");
    }

    [Fact]
    public void ReadFolder_TooManyFolders_EndWithAnError()
    {
        foreach (var number in Enumerable.Range(0, 2_005))
            Directory.CreateDirectory(In($"d{number}"));

        ManifestReader.ReadFolder(_folder).Diagnostics.ShouldHaveSingleItem().Problem.ShouldContain("2000 folders");
    }

    [Fact]
    public void ReadFolder_TwoHundredManifests_TakesLittleTime()
    {
        foreach (var number in Enumerable.Range(0, 200))
            Write($"{number}.yaml", $"box-{number}");
        ManifestReader.ReadFolder(_folder).HasErrors.ShouldBeFalse();
        var watch = Stopwatch.StartNew();

        ManifestReader.ReadFolder(_folder).Boxes.Count.ShouldBe(200);

        // 10 manifests in under 30 ms is the aim; the margin is for machines that do other things too
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private string In(string path) => Path.Combine(_folder, path);

    private string[] Names()
    {
        var set = ManifestReader.ReadFolder(_folder);
        set.Diagnostics.ShouldBeEmpty();
        return [.. set.Documents.Select(document => document.Name)];
    }

    private void Write(string path, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), ManifestText.Box.Replace("name: data", $"name: {name}", StringComparison.Ordinal), Encoding.UTF8);
    }
}
