using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Inference.Adapters.Conformance;
using Inference.Contracts;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.Adapters.DotNet.Tests.Unloading;

[Collection(nameof(Alone))]
public sealed class ReloadTests
{
    private const string Component = "tests.reload";
    private const long Megabyte = 1 << 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_AfterFiftyLoads_GivesMemoryAndCodeBack()
    {
        using var folder = new TempFolder();
        var root = Adapter.CopyTo(folder.FullPath);
        for (var warm = 0; warm < 3; warm++)
            await LoadRunDisposeAsync(root, "Running.Heavy");
        var before = ResidentBytes();

        for (var round = 0; round < 50; round++)
            await LoadRunDisposeAsync(root, "Running.Heavy");

        // 50 models would be 800 MB and more
        var grown = ResidentBytes() - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"grown by {grown / Megabyte} MB");
        grown.ShouldBeLessThan(40 * Megabyte);
        Contexts().ShouldBeEmpty();
        MappedFiles(root).ShouldBeEmpty();
    }

    [Fact]
    public async Task Load_ThatFails_GivesTheCodeBack()
    {
        using var folder = new TempFolder();
        var root = Adapter.CopyTo(folder.FullPath);

        foreach (var type in (string[])["ThrowingConstructor", "ThrowingInitializer", "ThrowingLoad", "NoModel", "Refusing", "NotPublic", "Nowhere"])
            await FailAsync(root, $"Loading.Failing+{type}");

        Collect();
        Contexts().ShouldBeEmpty();
        MappedFiles(root).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dispose_OneOfTwo_LeavesTheOther()
    {
        using var folder = new TempFolder();
        var root = Adapter.CopyTo(folder.FullPath);
        var source = SourceOf(root);
        var one = await Adapter.LoadAsync("Running.Heavy", source);
        await using var other = await Adapter.LoadAsync("Running.Heavy", source);
        Contexts().Length.ShouldBe(2);

        await one.DisposeAsync();

        Contexts().Length.ShouldBe(1);
        await RunAsync(other, 1);
    }

    [Fact]
    public async Task Infer_FilesRemovedMeanwhile_StillWorks()
    {
        using var folder = new TempFolder();
        var source = SourceOf(Adapter.CopyTo(folder.FullPath));
        await using var model = await Adapter.LoadAsync("Running.Heavy", source);
        await RunAsync(model, 1);

        Directory.Delete(folder.FullPath, recursive: true);

        await RunAsync(model, 1);
    }

    private static ModelSource SourceOf(string root) => Adapter.Source() with { Component = Component, Root = root };

    // not inlined: nothing of the model may stay on the test's own stack
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LoadRunDisposeAsync(string root, string type)
    {
        var model = await Adapter.LoadAsync(type, SourceOf(root));
        await RunAsync(model, 1);
        using var bad = Requests.Of("x", Requests.Floats(-1));
        using (var failed = await model.InferAsync(bad, Stop))
            failed.Error!.Message.ShouldBe("OwnException: less than nothing");
        await model.DisposeAsync();
        model.Signature.Outputs[0].Name.ShouldBe("y");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FailAsync(string root, string type) => await Adapter.FailAsync(Adapter.Options(type), SourceOf(root));

    private static async Task RunAsync(IModel model, float value)
    {
        using var request = Requests.Of("x", Requests.Floats(value));
        using var result = await model.InferAsync(request, Stop);
        result.Error.ShouldBeNull();
        result.Outputs[0].Tensor.Text().ShouldBe("""{"Weight":1}""");
    }

    private static AssemblyLoadContext[] Contexts() => [.. AssemblyLoadContext.All.Where(context => context.Name?.StartsWith(Component) == true)];

    private static string[] MappedFiles(string root) => [.. File.ReadLines("/proc/self/maps").Where(line => line.Contains(root))];

    private static long ResidentBytes()
    {
        Collect();
        return ProcessFigures.ResidentBytes(Environment.ProcessId);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
