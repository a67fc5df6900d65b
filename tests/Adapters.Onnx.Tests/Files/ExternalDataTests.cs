using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Files;

public sealed class ExternalDataTests : IDisposable
{
    private static readonly byte[] Identity = [.. new float[] { 1, 0, 0, 1 }.SelectMany(BitConverter.GetBytes)];
    private readonly ScratchFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Load_DataInAFolderBelow_IsRead()
    {
        var path = folder.Add("external-below");
        folder.Write("data/weights.bin", Identity);

        await ShouldRunAsync(path);
    }

    [Fact]
    public async Task Load_FolderThatIsALink_IsRead()
    {
        folder.Write("real/data/weights.bin", Identity);
        folder.Add("external-below", "real/m.onnx");
        Directory.CreateSymbolicLink(folder["linked"], "real");

        await ShouldRunAsync(folder["linked"]);
    }

    [Fact]
    public async Task Load_LinkThatLeavesTheFolder_IsRefused()
    {
        var path = folder.Add("external-below", folder["model.onnx"]);
        using var elsewhere = new ScratchFolder();
        elsewhere.Write("weights.bin", Identity);
        Directory.CreateSymbolicLink(folder["data"], elsewhere.Path);

        var error = await TestModels.FailAsync(path);

        error.Message.ShouldBe(
            "model.onnx: external data 'data/weights.bin' lies outside of the model's folder, which is not allowed: export the model with its data beside it");
        error.Details.Single().Path.ShouldBe("weights");
    }

    [Fact]
    public async Task Load_LinkByRelativePathThatLeavesTheFolder_IsRefused()
    {
        folder.Write("secret.bin", Identity);
        Directory.CreateDirectory(folder["model/data"]);
        File.CreateSymbolicLink(folder["model/data/weights.bin"], "../../secret.bin");

        var error = await TestModels.FailAsync(folder.Add("external-below", "model/m.onnx"));

        error.Message.ShouldContain("lies outside of the model's folder");
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("nowhere.bin")]
    public async Task Load_LinkToNothing_IsRefused(string target)
    {
        var path = folder.Add("external-below");
        Directory.CreateDirectory(folder["data"]);
        File.CreateSymbolicLink(folder["data/weights.bin"], target);

        (await TestModels.FailAsync(path)).Message.ShouldContain("is missing");
    }

    [Fact]
    public async Task Load_DataIsAFolder_IsRefused()
    {
        var path = folder.Add("external-below");
        Directory.CreateDirectory(folder["data/weights.bin"]);

        (await TestModels.FailAsync(path)).Message.ShouldContain("is missing");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public async Task Load_DataCutOff_IsRefused(int length)
    {
        var path = folder.Add("external-below");
        folder.Write("data/weights.bin", Identity[..length]);

        var error = await TestModels.FailAsync(path);

        error.Message.ShouldContain("external-below.onnx");
        error.Message.ShouldNotContain(folder.Path);
    }

    private static async Task ShouldRunAsync(string path)
    {
        await using var model = await TestModels.LoadFileAsync(path);
        using var request = Requests.Of("x", Requests.Floats(new Shape(1, 2), 3, 4));

        using var result = await model.InferAsync(request, Stop);

        result.Floats().ShouldBe([3, 4]);
    }
}
