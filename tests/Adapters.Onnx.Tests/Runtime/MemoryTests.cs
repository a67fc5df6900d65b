using Inference.Adapters.Conformance;
using Inference.Adapters.Onnx.Tests.Files;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Runtime;

[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    private const long Megabyte = 1 << 20;
    private const int WeightBytes = 1024 * 2048 * sizeof(float);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_AndDisposeFiftyTimes_GivesTheMemoryBack()
    {
        using var folder = new ScratchFolder();
        var path = folder.Add("external");
        folder.Write("weights.bin", new byte[WeightBytes]);
        for (var warm = 0; warm < 5; warm++)
            await LoadRunDisposeAsync(path);
        var before = ProcessFigures.ResidentBytes();

        for (var round = 0; round < 50; round++)
            await LoadRunDisposeAsync(path);

        // 50 models would be 400 MB and more; the C library keeps a block or two for next time
        var grown = ProcessFigures.ResidentBytes() - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"grown by {grown / Megabyte} MB");
        grown.ShouldBeLessThan(4 * WeightBytes);
    }

    [Fact]
    public async Task Infer_OneLargeRequest_DoesNotStayInMemory()
    {
        await using var model = await TestModels.LoadAsync("conv");
        await RunAsync(model, size: 32);
        var before = ProcessFigures.ResidentBytes();

        // two intermediate tensors of 128 MB and 64 MB
        await RunAsync(model, size: 2048);
        await RunAsync(model, size: 32);

        // the input itself (16 MB) stays in the pool of tensors
        var grown = ProcessFigures.ResidentBytes() - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"grown by {grown / Megabyte} MB");
        grown.ShouldBeLessThan(48 * Megabyte);
    }

    [Fact]
    public async Task Infer_OutputsDisposed_DoesNotGrow()
    {
        await using var model = await TestModels.LoadAsync("echo-fp32");
        for (var run = 0; run < 50; run++)
            await EchoAsync(model);
        var before = ProcessFigures.ResidentBytes();

        // 1 GB altogether
        for (var run = 0; run < 256; run++)
            await EchoAsync(model);

        (ProcessFigures.ResidentBytes() - before).ShouldBeLessThan(48 * Megabyte);
    }

    [Fact]
    public async Task Load_ManyModels_ShareOneThreadPool()
    {
        await (await TestModels.LoadAsync("mlp")).DisposeAsync();
        var before = ProcessFigures.Threads();
        var models = new List<IModel>();
        for (var i = 0; i < 20; i++)
            models.Add(await TestModels.LoadAsync("mlp"));
        var shared = ProcessFigures.Threads() - before;
        var own = await TestModels.LoadAsync("mlp", new OnnxOptions { IntraOpThreads = 33 });
        var owned = ProcessFigures.Threads() - before - shared;
        models.Add(own);

        foreach (var model in models)
            await model.DisposeAsync();

        // some slack for .NET's own threads
        shared.ShouldBeLessThan(10);
        owned.ShouldBeInRange(30, 42);
    }

    private static async Task LoadRunDisposeAsync(string path)
    {
        await using var model = await TestModels.LoadFileAsync(path);
        using var request = Requests.Of("x", Requests.Floats(new Shape(1, 1024), new float[1024]));
        using var result = await model.InferAsync(request, Stop);
        result.Floats().Length.ShouldBe(2048);
    }

    private static async Task RunAsync(IModel model, int size)
    {
        using var request = Requests.Of("x", Tensor.Rent(DataType.Fp32, new Shape(1, 1, size, size)));
        request.Inputs[0].Tensor.Writable.Clear();
        using var result = await model.InferAsync(request, Stop);
        result.Floats().ShouldBe([0, 0, 0, 0]);
    }

    private static async Task EchoAsync(IModel model)
    {
        using var request = Requests.Of("x", Tensor.Rent(DataType.Fp32, new Shape(1 << 20)));
        using var result = await model.InferAsync(request, Stop);
        result.Error.ShouldBeNull();
    }
}
