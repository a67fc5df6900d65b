using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class ComponentFilesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ScriptedLoader loader = new();

    [Fact]
    public void Look_NothingThere_SaysWhatIsMissing() => Look("box/model.txt").Missing.ShouldBe("'model.txt' is not in box weights yet");

    [Fact]
    public void Look_TheSameFilesTwice_IsEqualUntilOneChanges()
    {
        loader.Companions = _ => new Outcome<IReadOnlyList<string>>(["data/w.bin"]);
        folder.Write("box/model.txt", "v1");
        var companion = folder.Write("box/data/w.bin", "0101");
        var first = Look("box/model.txt");

        Paths(first).ShouldBe(["model.txt", "data/w.bin"]);
        first.Refusal.ShouldBeNull();
        Look("box/model.txt").ShouldBe(first);
        Look("box/model.txt", first).ShouldBe(first);
        Look("box/model.txt").GetHashCode().ShouldBe(first.GetHashCode());
        File.SetLastWriteTimeUtc(companion, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Look("box/model.txt", first).ShouldNotBe(first);
        first.Equals("box").ShouldBeFalse();
    }

    [Fact]
    public void Look_TheModelFileUnchanged_IsNotReadAgain()
    {
        var asked = 0;
        loader.Companions = _ =>
        {
            asked++;
            return new Outcome<IReadOnlyList<string>>([]);
        };
        folder.Write("box/model.txt", "v1");

        var first = Look("box/model.txt");
        Look("box/model.txt", first);
        asked.ShouldBe(1);
        folder.Write("box/model.txt", "v22");
        Look("box/model.txt", first);

        asked.ShouldBe(2);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("chain")]
    public void Look_ALinkOutOfTheBox_IsRefused(string kind)
    {
        var outside = folder.Write("outside/model.txt", "secret");
        Directory.CreateDirectory(folder["box"]);
        if (kind == "file")
        {
            Directory.CreateDirectory(folder["box/sub"]);
            File.CreateSymbolicLink(folder["box/sub/model.txt"], outside);
        }
        else
        {
            var target = kind == "folder" ? folder["outside"] : folder["box/step"];
            Directory.CreateSymbolicLink(folder["box/sub"], target);
            if (kind == "chain")
                Directory.CreateSymbolicLink(folder["box/step"], "../outside");
        }

        foreach (var model in (string[])["box/sub/model.txt", "box/sub"])
        {
            var refusal = Look(model).Refusal.ShouldNotBeNull();
            refusal.Code.ShouldBe(ErrorCode.ModelUnloadable);
            refusal.Message.ShouldContain("leads out of the box");
        }
    }

    [Fact]
    public void Look_ALinkWithinTheBox_IsFollowed()
    {
        folder.Write("real/versions/1/model.txt", "v1");
        Directory.CreateSymbolicLink(folder["box"], folder["real"]);
        Directory.CreateSymbolicLink(folder["real/current"], "versions/1");

        var files = Look("box/current/model.txt");

        files.Refusal.ShouldBeNull();
        Paths(files).ShouldBe(["model.txt"]);
    }

    [Fact]
    public void Look_ACompanionThatIsALinkOut_IsRefused()
    {
        loader.Companions = _ => new Outcome<IReadOnlyList<string>>(["w.bin"]);
        folder.Write("box/model.txt", "v1");
        File.CreateSymbolicLink(folder["box/w.bin"], folder.Write("outside.bin", "secret"));

        Look("box/model.txt").Refusal.ShouldNotBeNull().Message.ShouldContain("'w.bin'");
    }

    [Fact]
    public void Look_LinksInACircle_AreRefused()
    {
        Directory.CreateDirectory(folder["box"]);
        File.CreateSymbolicLink(folder["box/model.txt"], folder["box/other"]);
        File.CreateSymbolicLink(folder["box/other"], folder["box/model.txt"]);

        Look("box/model.txt").Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void Look_AFolder_IsAllItsFilesInOrder()
    {
        foreach (var name in (string[])["b.txt", "a/z.txt", "model.txt", ".hidden"])
            folder.Write($"box/{name}", name);

        Paths(Look("box")).ShouldBe([".hidden", "a/z.txt", "b.txt", "model.txt"]);
    }

    [Fact]
    public async Task Copy_TheSameContent_HasTheSameDigestUnderAnotherName()
    {
        folder.Write("box/model.txt", "v1");
        var first = await CopyAsync();
        var second = await CopyAsync();

        second.Digest.ShouldBe(first.Digest);
        second.Folder.ShouldNotBe(first.Folder);
        (await File.ReadAllTextAsync(Path.Combine(first.Folder, "model.txt"), TestContext.Current.CancellationToken)).ShouldBe("v1");
        first.Release();
        (await File.ReadAllTextAsync(Path.Combine(second.Folder, "model.txt"), TestContext.Current.CancellationToken)).ShouldBe("v1");
        second.Release();
        Directory.GetFileSystemEntries(folder["copies"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Copy_OtherNamesOrOtherContent_HasAnotherDigest()
    {
        var digests = new HashSet<string>();
        foreach (var (name, content) in ((string, string)[])[("a", "bc"), ("ab", "c"), ("abc", ""), ("a", "b")])
        {
            folder.Write($"box/{name}", content);
            digests.Add((await CopyAsync("box")).Digest.ShouldNotBeNull());
            File.Delete(folder[$"box/{name}"]);
        }

        digests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Copy_AFileThatWentAway_LeavesNothingBehind()
    {
        folder.Write("box/model.txt", "v1");
        var files = Look("box/model.txt");
        File.Delete(folder["box/model.txt"]);

        await Should.ThrowAsync<IOException>(() => PrivateCopy.TakeAsync(files, [], folder["copies"], TestContext.Current.CancellationToken));

        Directory.GetFileSystemEntries(folder["copies"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Load_FilesThatChangeWhileTheyAreCopied_IsNotReadyAndLeavesNothingBehind()
    {
        folder.Write("box/model.txt", "v1");
        var files = Look("box/model.txt");
        var spec = Spec("box/model.txt");
        var generations = new GenerationLoader(folder["copies"], (_, _) => throw new InvalidOperationException(), new ManualClock());

        folder.Write("box/model.txt", "v2, and longer");
        var outcome = await generations.LoadAsync(spec, files, last: null, ComponentFixture.Silent(), TestContext.Current.CancellationToken);

        outcome.Error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.ModelNotReady);
        loader.Attempts.ShouldBe(0);
        Directory.GetFileSystemEntries(folder["copies/tests.model"]).ShouldBeEmpty();
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<string> Paths(ComponentFiles files) => files.Entries.Select(entry => entry.Path);

    private ComponentSpec Spec(string model) => ComponentFixture.NewSpec(loader, folder["box"], folder[model]);

    private ComponentFiles Look(string model, ComponentFiles? last = null) => ComponentFiles.Look(Spec(model), last);

    private Task<PrivateCopy> CopyAsync(string model = "box/model.txt") =>
        PrivateCopy.TakeAsync(Look(model), [], folder["copies"], TestContext.Current.CancellationToken);
}
