using System.Diagnostics;
using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Components;
using InferenceHost.Hosting;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>Pipes, and links to files that change, where manifests and models are looked for.</summary>
public sealed class OddFilesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TempFolder folder = new();
    private readonly ScriptedLoader loader = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_ThePipeInPlaceOfTheModel_IsRefusedUnopened()
    {
        loader.Companions = path =>
        {
            File.ReadAllBytes(path);
            return new Outcome<IReadOnlyList<string>>([]);
        };
        await MakePipeAsync("box/model.txt");

        var files = await Task.Run(Look, Stop).WaitAsync(Patience, Stop);

        files.Refusal.ShouldNotBeNull().Message.ShouldContain("is empty");
    }

    [Fact]
    public async Task Copy_APipeBesideTheModel_IsAnEmptyFile()
    {
        loader.Companions = _ => new Outcome<IReadOnlyList<string>>(["w.bin"]);
        folder.Write("box/model.txt", "v1");
        await MakePipeAsync("box/w.bin");

        var copy = await Task.Run(() => PrivateCopy.TakeAsync(Look(), [], folder["copies"], Stop), Stop).WaitAsync(Patience, Stop);

        new FileInfo(Path.Combine(copy.Folder, "w.bin")).Length.ShouldBe(0);
    }

    [Fact]
    public void Look_ALinkToAFileThatIsWrittenAnew_IsNotEqual()
    {
        folder.Write("box/v.txt", "v1");
        File.CreateSymbolicLink(folder["box/model.txt"], "v.txt");
        var first = Look();

        folder.Write("box/v.txt", "v2, and longer");

        Look().ShouldNotBe(first);
    }

    [Fact]
    public void Stamp_AMountedConfigMapThatIsReplaced_Changes()
    {
        folder.Write("..1/a.yaml", "one");
        folder.Write("..2/a.yaml", "another");
        Directory.CreateSymbolicLink(folder["..data"], "..1");
        File.CreateSymbolicLink(folder["a.yaml"], "..data/a.yaml");
        var first = ManifestStamp.Of(folder.FullPath);

        Directory.Delete(folder["..data"]);
        Directory.CreateSymbolicLink(folder["..data"], "..2");

        first.Files.ShouldBe(1);
        ManifestStamp.Of(folder.FullPath).ShouldNotBe(first);
    }

    [Fact]
    public async Task Stamp_FoldersLinkedInCircles_AreEnteredOnce()
    {
        folder.Write("a.yaml", "one");
        Directory.CreateSymbolicLink(folder["b"], ".");
        Directory.CreateSymbolicLink(folder["c"], ".");
        File.CreateSymbolicLink(folder["d.yaml"], "d.yaml");

        var stamp = await Task.Run(() => ManifestStamp.Of(folder.FullPath), Stop).WaitAsync(Patience, Stop);

        stamp.Files.ShouldBe(2);
    }

    public void Dispose() => folder.Dispose();

    private ComponentFiles Look() => ComponentFiles.Look(ComponentFixture.NewSpec(loader, folder["box"], folder["box/model.txt"]), last: null);

    private async Task MakePipeAsync(string relative)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[relative])!);
        using var mkfifo = Process.Start("mkfifo", folder[relative]);
        await mkfifo.WaitForExitAsync(Stop);
    }
}
