using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Files;

public sealed class ModelFileTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Load_FolderWithOneModel_LoadsIt()
    {
        folder.Add("sum");
        folder.Write("README.md", "about it"u8.ToArray());

        await using var model = await TestModels.LoadFileAsync(folder.Path + "/");

        model.Signature.Inputs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Load_FolderWithTwoModels_NamesThem()
    {
        folder.Add("sum", "b.onnx");
        folder.Add("sum", "a.ONNX");

        var error = await TestModels.FailAsync(folder.Path);

        error.Message.ShouldContain("holds 2; it has a.ONNX, b.onnx: set model.modelPath to the file itself");
    }

    [Fact]
    public async Task Load_FolderWithoutModel_SaysWhatIsThere()
    {
        for (var i = 10; i < 25; i++)
            folder.Write($"{i}.txt", [1]);

        var error = await TestModels.FailAsync(folder.Path);

        error.Message.ShouldContain("holds 0; it has 10.txt, 11.txt");
        error.Message.ShouldContain("and 5 more");
    }

    [Fact]
    public async Task Load_EmptyFolder_SaysSo() => (await TestModels.FailAsync(folder.Path)).Message.ShouldContain("nothing in it");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Load_NoPath_SaysWhatToSet(string? path) => (await TestModels.FailAsync(path)).Message.ShouldContain("set model.modelPath");

    [Theory]
    [InlineData("", "m.onnx is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "m.onnx is a Git LFS pointer")]
    [InlineData("<!DOCTYPE html><html></html>", "m.onnx (28 bytes) is not an ONNX model")]
    [InlineData("\u0008\u0007", "m.onnx is not an ONNX model: there is no graph in it")]
    public async Task Load_FileThatIsNoModel_SaysWhatItIs(string content, string message) =>
        (await TestModels.FailAsync(folder.Write("m.onnx", System.Text.Encoding.UTF8.GetBytes(content)))).Message.ShouldContain(message);

    [Fact]
    public async Task Load_FileThatCannotBeOpened_SaysSo()
    {
        File.CreateSymbolicLink(folder["m.onnx"], folder["m.onnx"]);

        var error = await TestModels.FailAsync(folder["m.onnx"]);

        error.Message.ShouldContain("m.onnx");
    }

    [Fact]
    public async Task Load_FileLocked_SaysSo()
    {
        var path = folder.Add("sum");
        await using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var error = await TestModels.FailAsync(path);

        error.Message.ShouldContain("sum.onnx cannot be read");
    }

    [Fact]
    public async Task Load_ModelCutOffAnywhere_IsRefused()
    {
        var whole = await File.ReadAllBytesAsync(TestModels.PathOf("digits"), TestContext.Current.CancellationToken);
        for (var length = 0; length < whole.Length; length += length < whole.Length - 300 ? 61 : 1)
            (await IsLoadedAsync("cut.onnx", whole[..length])).ShouldBeFalse($"{length} of {whole.Length} bytes");
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("mlp")]
    [InlineData("conv")]
    [InlineData("slow")]
    [InlineData("zipmap-string")]
    [InlineData("external-function")]
    public async Task Load_DamagedModel_IsRefusedOrWorks(string name)
    {
        var whole = await File.ReadAllBytesAsync(TestModels.PathOf(name), TestContext.Current.CancellationToken);
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var damaged = (byte[])whole.Clone();
            for (var flip = random.Next(3); flip >= 0; flip--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));

            await IsLoadedAsync("damaged.onnx", damaged);
        }
    }

    private async Task<bool> IsLoadedAsync(string name, byte[] content)
    {
        var outcome = await TestModels.TryLoadAsync(folder.Write(name, content));
        if (outcome.TryGet(out var model, out var error))
        {
            await model.DisposeAsync();
            return true;
        }

        error.Code.ShouldBe(ErrorCode.ModelUnloadable);
        error.Message.ShouldContain(name);
        error.Message.ShouldNotContain(folder.Path);
        return false;
    }
}
