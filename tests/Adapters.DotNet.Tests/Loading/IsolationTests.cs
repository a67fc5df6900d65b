using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.DotNet.Tests.Loading;

public sealed class IsolationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_TwoVersionsOfALibrary_EachHasItsOwn()
    {
        using var folder = new TempFolder();
        Adapter.CopyTo(folder.FullPath);
        MadeAssembly.WriteLibrary(folder["Fixtures/Inference.Adapters.DotNet.Library.dll"], "second", new Version(2, 0, 0, 0));
        await using var one = await Adapter.LoadAsync("Loading.Surroundings");
        await using var other = await Adapter.LoadAsync("Loading.Surroundings", Adapter.Source() with { Root = folder.FullPath });

        (await AskAsync(one, "edition")).ShouldBe("first");
        (await AskAsync(other, "edition")).ShouldBe("second");
        (await AskAsync(one, "edition")).ShouldBe("first");
    }

    [Fact]
    public async Task Load_Twice_SharesNoStaticFields()
    {
        await using var one = await Adapter.LoadAsync("Loading.Surroundings");
        await using var other = await Adapter.LoadAsync("Loading.Surroundings");

        (await AskAsync(one, "runs")).ShouldBe("1");
        (await AskAsync(one, "runs")).ShouldBe("2");
        (await AskAsync(other, "runs")).ShouldBe("1");
    }

    [Theory]
    [InlineData("Inference.Contracts", "Inference.Contracts found")]
    [InlineData("System.Text.Json", "System.Text.Json found")]
    [InlineData("Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Http found")]
    [InlineData("netstandard", "netstandard found")]
    [InlineData("Shouldly", "Shouldly not found")]
    [InlineData("Inference.Adapters.DotNet", "Inference.Adapters.DotNet not found")]
    public async Task Code_LooksForAnAssembly_FindsItsOwnAndTheFrameworks(string assembly, string expected)
    {
        await using var model = await Adapter.LoadAsync("Loading.Surroundings");

        (await AskAsync(model, "assembly", assembly)).ShouldBe(expected);
    }

    [Fact]
    public async Task Code_FileBesideIt_IsFoundBelowTheRoot()
    {
        await using var model = await Adapter.LoadAsync("Loading.Surroundings");

        (await AskAsync(model, "note")).ShouldBe("beside the assembly");
    }

    [Fact]
    public async Task Load_WithoutDepsJson_FindsWhatLiesBeside()
    {
        using var folder = new TempFolder();
        Adapter.CopyTo(folder.FullPath);
        File.Delete(folder["Fixtures/Inference.Adapters.DotNet.Fixtures.deps.json"]);
        await using var model = await Adapter.LoadAsync("Loading.Surroundings", Adapter.Source() with { Root = folder.FullPath });

        (await AskAsync(model, "edition")).ShouldBe("first");
    }

    [Fact]
    public async Task Load_ContractsInTheAdaptersFolder_AreNotUsed()
    {
        using var folder = new TempFolder();
        Adapter.CopyTo(folder.FullPath);
        File.Copy(typeof(IModel).Assembly.Location, folder["Fixtures/Inference.Contracts.dll"]);

        await using var model = await Adapter.LoadAsync("Loading.Surroundings", Adapter.Source() with { Root = folder.FullPath });

        (await AskAsync(model, "edition")).ShouldBe("first");
    }

    [Fact]
    public async Task Load_CancelledAndIgnored_EndsAtOnceAndLetsTheModelGoLater()
    {
        using var folder = new TempFolder();
        var events = new RecordedEvents();
        using var cancel = new CancellationTokenSource();
        var load = new DotNetModelLoader(Adapter.Options("Loading.Waiting")).LoadAsync(Adapter.Source(("RELEASE", folder["go"])) with { Events = events }, cancel.Token);
        await Condition.HoldsAsync(() => events.Lines.Contains("loading"), () => "it never began");

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => load);
        folder.Write("go", "");
        await Condition.HoldsAsync(() => events.Lines.Contains("disposed"), () => "its model was never disposed of");
    }

    [Fact]
    public async Task Load_AlreadyCancelled_DoesNotBegin()
    {
        var loader = new DotNetModelLoader(Adapter.Options("Running.Heavy"));

        await Should.ThrowAsync<OperationCanceledException>(() => loader.LoadAsync(Adapter.Source(), new CancellationToken(canceled: true)));
    }

    private static async Task<string> AskAsync(IModel model, string output, string? assembly = null)
    {
        using var request = new InferenceRequest { Id = "test", Inputs = [], Parameters = [new Parameter("assembly", assembly)], RequestedOutputs = [new RequestedOutput(output)] };
        using var result = await model.InferAsync(request, Stop);
        result.Error.ShouldBeNull();
        return result.Outputs[0].Tensor.Text();
    }
}
