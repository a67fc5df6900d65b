using System.Diagnostics;
using System.Text;
using Inference.Testing;

namespace Inference.Boxes.Tests.Folders;

/// <summary>What only a folder can do to a box: links, pipes, strange names, and the rests of dead processes.</summary>
public sealed class FolderStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FolderStore store;

    public FolderStoreTests()
    {
        Directory.CreateDirectory(folder["box"]);
        folder.Write("outside/secret", "secret");
        store = new FolderStore(folder["box"]);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Links_AtAnyLevel_AreAsIfTheyWereNotThere()
    {
        Directory.CreateDirectory(folder["box/group"]);
        File.CreateSymbolicLink(folder["box/file"], folder["outside/secret"]);
        File.CreateSymbolicLink(folder["box/group/file"], folder["outside/secret"]);
        Directory.CreateSymbolicLink(folder["box/linked"], folder["outside"]);
        Directory.CreateSymbolicLink(folder["box/group/linked"], folder["outside"]);
        foreach (var path in new[] { "file", "group/file", "linked/secret", "group/linked/secret" })
        {
            (await store.GetAsync(P(path), GetOptions.Default, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.NotFound);
            (await store.HeadAsync(P(path), Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.NotFound);
            (await PutAsync(path, "evil")).ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Conflict);
            (await store.DeleteAsync(P(path), Stop)).ShouldBeNull();
        }

        (await PutAsync("linked/new/file", "evil")).ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Conflict);
        (await store.ListAllAsync(default, Stop)).TryGet(out var all, out _).ShouldBeTrue();
        all.ShouldNotBeNull().ShouldBeEmpty();
        (await store.ListAllAsync(BoxPrefix.Parse("linked"), Stop)).TryGet(out all, out _).ShouldBeTrue();
        all.ShouldNotBeNull().ShouldBeEmpty();
        (await store.DeleteAllAsync(BoxPrefix.Parse("linked"), Stop)).ShouldBeNull();
        (await store.DeleteAllAsync(default, Stop)).ShouldBeNull();
        (await File.ReadAllTextAsync(folder["outside/secret"], Stop)).ShouldBe("secret");
        Directory.GetFileSystemEntries(folder["outside"]).ShouldHaveSingleItem();
        File.Exists(folder["box/file"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Root_ThatIsALink_IsFollowed()
    {
        Directory.CreateSymbolicLink(folder["link"], folder["box"]);
        await using var linked = new FolderStore(folder["link"]);
        (await PutAsync("a", "x")).ShouldBeNull();
        (await linked.HeadAsync(P("a"), Stop)).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Pipe_ReadListedOverwritten_IsNeverWaitedFor()
    {
        using (var made = Process.Start("mkfifo", folder["box/pipe"]))
            await made.WaitForExitAsync(Stop);
        (await store.GetAsync(P("pipe"), GetOptions.Default, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.NotFound);
        (await PutAsync("pipe", "x")).ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Conflict);
        (await store.ListAllAsync(default, Stop)).TryGet(out var all, out _).ShouldBeTrue();
        all.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_FileWhereAFolderIsAndTheOtherWay_IsAConflict()
    {
        (await PutAsync("a/b", "x")).ShouldBeNull();
        (await PutAsync("a", "x")).ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Conflict);
        (await PutAsync("a/b/c", "x")).ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Conflict);
        (await PutAsync("a/b/c/d", "x")).ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Conflict);
    }

    [Fact]
    public async Task List_NamesThatNoBoxMayHave_AreCountedAndNotShown()
    {
        folder.Write("box/good", "x");
        folder.Write("box/back\\slash", "x");
        folder.Write("box/e\u0301", "x");
        folder.Write("box/new\nline/inner", "x");
        (await store.ListAsync(new BoxListing(default), Stop)).TryGet(out var page, out _).ShouldBeTrue();
        page.ShouldNotBeNull().Files.ShouldHaveSingleItem().Path.Value.ShouldBe("good");
        page.Groups.ShouldBeEmpty();
        page.Unnameable.ShouldBe(3);
    }

    [Fact]
    public async Task Start_RestsOfADeadProcess_AreRemovedAndThoseOfALivingOneStay()
    {
        (await PutAsync("a", "x")).ShouldBeNull();
        var dead = folder.Write("box/.inference-partial/dead", "half");

        await using var content = new HeldStream(Encoding.UTF8.GetBytes("living"));
        var living = store.PutAsync(P("living"), content, PutOptions.Default, Stop);
        await content.Reached.WaitAsync(Stop);
        await using var second = new FolderStore(folder["box"]);
        File.Exists(dead).ShouldBeFalse();
        (await second.ListAllAsync(default, Stop)).TryGet(out var all, out _).ShouldBeTrue();
        all.ShouldNotBeNull().ShouldHaveSingleItem();
        content.Release();
        (await living).Error.ShouldBeNull();
        (await second.HeadAsync(P("living"), Stop)).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Put_DiskFull_IsRefusedAndWhatIsStoredStays()
    {
        Directory.CreateDirectory(folder["small"]);
        using var disk = SmallDisk.TryMount(folder["small"], megabytes: 4);
        Assert.SkipWhen(disk is null, "a small disk cannot be made here: mounting is not allowed");
        await using var small = new FolderStore(folder["small"]);
        using var old = new MemoryStream("old"u8.ToArray());
        (await small.PutAsync(P("group/file"), old, PutOptions.Default, Stop)).Error.ShouldBeNull();
        foreach (var path in new[] { "group/file", "new" })
        {
            await using var large = new GeneratedStream(8 << 20, () => { });
            var error = (await small.PutAsync(P(path), large, PutOptions.Default, Stop)).Error.ShouldNotBeNull();
            error.Code.ShouldBe(BoxErrorCode.DiskFull);
            error.Message.ShouldContain("make room");
        }

        (await small.ListAllAsync(default, Stop)).TryGet(out var all, out _).ShouldBeTrue();
        all.ShouldNotBeNull().ShouldHaveSingleItem().Size.ShouldBe(3);
        Directory.GetFiles(folder["small/.inference-partial"]).ShouldAllBe(file => new FileInfo(file).Length < 100);

        // all of the room is there again
        await using var fits = new GeneratedStream(3 << 20, () => { });
        (await small.PutAsync(P("new"), fits, PutOptions.Default, Stop)).Error.ShouldBeNull();
    }

    [Fact]
    public void Start_FolderOfTheNameWithoutOurMarker_IsLeftAlone()
    {
        var file = folder.Write("box/.inference-partial/not-ours", "x");
        _ = new FolderStore(folder["box"]);
        File.Exists(file).ShouldBeTrue();
    }

    [Fact]
    public async Task AnyCall_NoFolder_IsBucketMissing()
    {
        await using var missing = new FolderStore(folder["nowhere"]);
        (await missing.HeadAsync(P("a"), Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.BucketMissing);
        (await missing.ListAsync(new BoxListing(default), Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.BucketMissing);
        using var content = new MemoryStream([1]);
        (await missing.PutAsync(P("a"), content, PutOptions.Default, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.BucketMissing);
        Directory.Exists(folder["nowhere"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Get_FileThatIsReplacedWhileRead_IsReadToItsEnd()
    {
        (await PutAsync("a", new string('o', 1_000_000))).ShouldBeNull();
        (await store.GetAsync(P("a"), GetOptions.Default, Stop)).TryGet(out var content, out _).ShouldBeTrue();
        await using (content)
        {
            (await PutAsync("a", "new")).ShouldBeNull();
            using var reader = new StreamReader(content.ShouldNotBeNull().Stream);
            (await reader.ReadToEndAsync(Stop)).ShouldBe(new string('o', 1_000_000));
        }
    }

    [Fact]
    public async Task Get_FileThatIsCutShort_SaysSo()
    {
        (await PutAsync("a", new string('o', 1_000_000))).ShouldBeNull();
        (await store.GetAsync(P("a"), GetOptions.Default, Stop)).TryGet(out var content, out _).ShouldBeTrue();
        await using (content)
        {
            await File.WriteAllTextAsync(folder["box/a"], "short", Stop);
            var failure = await Should.ThrowAsync<BoxReadException>(async () => await content.ShouldNotBeNull().Stream.CopyToAsync(Stream.Null, Stop));
            failure.Error.Code.ShouldBe(BoxErrorCode.PreconditionFailed);
        }
    }

    private static BoxPath P(string path) => BoxPath.Parse(path);

    private async Task<BoxError?> PutAsync(string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (await store.PutAsync(P(path), content, PutOptions.Default, Stop)).Error;
    }
}
