namespace Inference.Adapters.Onnx.Tests.Files;

/// <summary>A folder of one test's own, with models in it; removed at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx-tests-");

    public string Path => folder.FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Copies a test model in, under the name given or its own.</summary>
    public string Add(string model, string? name = null)
    {
        var path = this[name ?? $"{model}.onnx"];
        File.Copy(TestModels.PathOf(model), path);
        return path;
    }

    public string Write(string name, byte[] content)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
