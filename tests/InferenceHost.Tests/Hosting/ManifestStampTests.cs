using Inference.Testing;
using InferenceHost.Hosting;

namespace Inference.InferenceHost.Tests.Hosting;

public sealed class ManifestStampTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Of_AFolder_ChangesWithItsManifestsOnly()
    {
        folder.Write("sub/a.yaml", "one");
        folder.Write("b.yml", "two");
        var stamp = Stamp();

        Stamp().ShouldBe(stamp);
        folder.Write("model.onnx", "new");
        folder.Write(".hidden.yaml", "new");
        Stamp().ShouldBe(stamp);

        folder.Write("sub/a.yaml", "longer");
        var changed = Stamp();
        changed.ShouldNotBe(stamp);
        File.SetLastWriteTimeUtc(folder["b.yml"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Stamp().ShouldNotBe(changed);
        File.Move(folder["b.yml"], folder["c.yml"]);
        var renamed = Stamp();
        renamed.Files.ShouldBe(2);
        File.Delete(folder["c.yml"]);
        Stamp().ShouldNotBe(renamed);
    }

    [Fact]
    public void Of_OneManifestFile_ChangesWithIt()
    {
        var file = folder.Write("a.yaml", "one");
        var stamp = ManifestStamp.Of(file);

        stamp.Files.ShouldBe(1);
        folder.Write("a.yaml", "longer");
        ManifestStamp.Of(file).ShouldNotBe(stamp);
        File.Delete(file);
        ManifestStamp.Of(file).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void LookAt_AModelFile_NeverChanges()
    {
        var source = new ManifestSource(folder.Write("model.onnx", "x"), Secrets: null);
        var stamp = source.LookAt();

        folder.Write("model.onnx", "longer");
        source.LookAt().ShouldBe(stamp);
    }

    public void Dispose() => folder.Dispose();

    private ManifestStamp Stamp() => ManifestStamp.Of(folder.FullPath);
}
