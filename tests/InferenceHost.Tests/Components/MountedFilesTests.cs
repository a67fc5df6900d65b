using Inference.Testing;
using InferenceHost.Components;
using InferenceHost.Hosting;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>Components that are given all that is mounted, each part at its place below one root.</summary>
public sealed class MountedFilesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ScriptedLoader loader = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Look_SeveralMounts_AreAllSeenAtTheirPlaces()
    {
        folder.Write("weights/nets/model.txt", "v1");
        folder.Write("weights/labels.txt", "a");
        folder.Write("words/x/y.txt", "b");

        var files = Look();

        files.Entries.Select(entry => entry.Path).ShouldBe(["home/app/weights/labels.txt", "home/app/weights/nets/model.txt", "home/app/words/x/y.txt"]);
        files.ModelPath.ShouldBe("home/app/weights/nets/model.txt");
        files.Missing.ShouldBeNull();
        files.Refusal.ShouldBeNull();
    }

    [Fact]
    public void Look_OnlyTheModelIsMissing_SaysSo()
    {
        folder.Write("weights/labels.txt", "a");
        Look().Missing.ShouldBe("put the model there");

        folder.Write("weights/nets/model.txt", "v1");
        Look().Missing.ShouldBeNull();
    }

    [Fact]
    public void Look_AFolderForAModel_WaitsForAFileInIt()
    {
        Directory.CreateDirectory(folder["weights/nets"]);
        Look(Spec("nets")).Missing.ShouldBe("put the model there");

        folder.Write("weights/nets/a/b.bin", "v1");
        Look(Spec("nets")).Missing.ShouldBeNull();
    }

    [Fact]
    public void Look_TheWholeMountForAModel_IsThat()
    {
        Look(Spec(".")).Missing.ShouldBe("put the model there");
        folder.Write("weights/a.bin", "v1");

        var files = Look(Spec("."));
        files.Missing.ShouldBeNull();
        files.ModelPath.ShouldBe("home/app/weights");
    }

    [Fact]
    public void Look_NoModelAndNothingMounted_MissesNothing()
    {
        var files = Look(Spec("x") with { Model = null, Needed = [], Mounts = [] });

        files.Missing.ShouldBeNull();
        files.Entries.ShouldBeEmpty();
        files.ModelPath.ShouldBeNull();
    }

    [Fact]
    public void Look_AModelBehindALinkedFolderOfTheBox_IsFound()
    {
        folder.Write("weights/versions/1/model.txt", "v1");
        Directory.CreateSymbolicLink(folder["weights/nets"], "versions/1");

        var files = Look();

        files.Missing.ShouldBeNull();
        files.Refusal.ShouldBeNull();
        files.Entries.Select(entry => entry.Path).ShouldContain("home/app/weights/nets/model.txt");
    }

    [Theory]
    [InlineData("weights/other.txt")]
    [InlineData("words/other.txt")]
    public void Look_ALinkOutOfAnyMount_IsRefused(string link)
    {
        folder.Write("weights/nets/model.txt", "v1");
        folder.Write("words/a.txt", "a");
        File.CreateSymbolicLink(folder[link], folder.Write("outside.txt", "secret"));

        Look().Refusal.ShouldNotBeNull().Message.ShouldContain("leads out of the box");
    }

    [Fact]
    public void Look_AnEmptyModel_IsRefusedAndAnEmptyNeighbourIsNot()
    {
        folder.Write("weights/nets/model.txt", "v1");
        folder.Write("weights/__init__.py", "");
        Look().Refusal.ShouldBeNull();

        folder.Write("weights/nets/model.txt", "");
        Look().Refusal.ShouldNotBeNull().Message.ShouldBe("model.txt is empty: upload it again");
    }

    [Fact]
    public void Look_MoreFilesThanABoxShouldHold_IsRefused()
    {
        folder.Write("weights/nets/model.txt", "v1");
        for (var i = 0; i < BoxListing.MostFiles; i++)
            File.Create(folder[$"weights/{i}"]).Dispose();

        Look().Refusal.ShouldNotBeNull().Message.ShouldContain("more than 10000 files");
    }

    [Fact]
    public async Task Load_MountsAndEnvironment_ReachTheAdapter()
    {
        folder.Write("weights/nets/model.txt", "v1");
        var spec = Spec() with { Environment = [KeyValuePair.Create("A", "1"), KeyValuePair.Create("INFERENCE_ROOT", "mine")] };

        var generation = await LoadAsync(spec);

        var source = loader.Source.ShouldNotBeNull();
        var root = source.Root.ShouldNotBeNull();
        source.ModelPath.ShouldBe(Path.Combine(root, "home/app/weights/nets/model.txt"));
        (await File.ReadAllTextAsync(source.ModelPath!, Stop)).ShouldBe("v1");
        Directory.Exists(Path.Combine(root, "home/app/words")).ShouldBeTrue("an empty mount is a folder");
        source.Environment.ShouldBe(new Dictionary<string, string> { ["A"] = "1", ["INFERENCE_ROOT"] = root }, ignoreOrder: true);
        generation.Digest.ShouldNotBeNull();
        await generation.RetireAsync();
        Directory.Exists(root).ShouldBeFalse();
    }

    [Fact]
    public async Task Load_NothingMounted_HasNeitherRootNorDigest()
    {
        var generation = await LoadAsync(Spec() with { Model = null, Needed = [], Mounts = [] });

        var source = loader.Source.ShouldNotBeNull();
        source.Root.ShouldBeNull();
        source.ModelPath.ShouldBeNull();
        source.Environment.ShouldBeEmpty();
        generation.Digest.ShouldBeNull();
    }

    [Fact]
    public async Task Load_TheSameFilesAgain_SharesTheCopyUntilTheLastIsGone()
    {
        folder.Write("weights/nets/model.txt", "v1");
        folder.Write("code/a.py", "1");
        var first = await LoadAsync(Spec());
        folder.Write("code/a.py", "22");
        var second = await LoadAsync(Spec(), first);
        folder.Write("weights/nets/model.txt", "v22");
        var third = await LoadAsync(Spec(), second);

        second.Copy.ShouldBeSameAs(first.Copy);
        third.Copy.ShouldNotBeSameAs(first.Copy);
        await first.RetireAsync();
        Directory.Exists(second.Copy.Folder).ShouldBeTrue();
        await second.RetireAsync();
        Directory.Exists(second.Copy.Folder).ShouldBeFalse();
        first.Copy.TryShare(Look()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("part", "part")]
    [InlineData("deep", "deep/part")]
    [InlineData("../box/deep", "deep/../part")]
    public void Look_ThePartIsALinkOutOfItsBox_IsRefused(string link, string part)
    {
        folder.Write("outside/nets/model.txt", "secret");
        folder.Write("outside/part/nets/model.txt", "secret");
        Directory.CreateDirectory(folder["box"]);
        Directory.CreateSymbolicLink(folder[$"box/{link}"], link == "part" ? "../outside" : folder["outside"]);
        if (link.Length > 4)
            Directory.CreateSymbolicLink(folder["box/part"], "deep");

        var files = Look(InBox(part.Replace("deep/../", "", StringComparison.Ordinal)));

        files.Refusal.ShouldNotBeNull().Message.ShouldContain("leads out of the box");
        files.Entries.ShouldBeEmpty();
    }

    [Fact]
    public void Look_ThePartIsALinkInItsBox_IsFollowed()
    {
        folder.Write("box/versions/7/nets/model.txt", "v7");
        Directory.CreateSymbolicLink(folder["box/current"], "versions/7");

        var files = Look(InBox("current"));

        files.Refusal.ShouldBeNull();
        files.Entries.Select(entry => entry.Path).ShouldBe(["home/app/weights/nets/model.txt"]);
    }

    public void Dispose() => folder.Dispose();

    private ComponentSpec InBox(string part)
    {
        var mount = new Mount("home/app/weights", folder[$"box/{part}"]) { BoxFolder = folder["box"] };
        var file = new BoxFile(mount, "nets/model.txt", "put the model there");
        return Spec() with { Model = file, Needed = [file], Mounts = [mount] };
    }

    private ComponentSpec Spec(string model = "nets/model.txt")
    {
        var weights = new Mount("home/app/weights", folder["weights"]);
        var file = new BoxFile(weights, model, "put the model there");
        return ComponentFixture.NewSpec(loader, folder["weights"], folder["weights/x"]) with
        {
            Model = file,
            Needed = [file],
            Mounts = [weights, new Mount("home/app/words", folder["words"])],
            SeesMounts = true,
            CodeFolder = folder["code"],
        };
    }

    private ComponentFiles Look() => Look(Spec());

    private static ComponentFiles Look(ComponentSpec spec) => ComponentFiles.Look(spec, last: null);

    private async Task<Generation> LoadAsync(ComponentSpec spec, Generation? last = null)
    {
        var generations = new GenerationLoader(folder["copies"], Warmups.Read, new ManualClock());
        var outcome = await generations.LoadAsync(spec, Look(spec), last?.Copy, ComponentFixture.Silent(), Stop);
        outcome.TryGet(out var loaded, out var error).ShouldBeTrue(error?.Message);
        return loaded!.Generation;
    }
}
