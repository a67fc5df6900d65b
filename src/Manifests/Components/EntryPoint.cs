namespace Inference.Manifests;

/// <summary>What runs the model: exactly one of a Python function, ONNX Runtime or a .NET type.</summary>
public sealed record EntryPoint
{
    /// <summary>The folder put on Python's path, relative to the manifest file's folder (in a pod: to the image's working directory).</summary>
    public SubPath PythonPath { get; init; }

    /// <summary><c>package.module.function</c>.</summary>
    public string? PythonFunction { get; init; }

    public OnnxEntryPoint? Onnx { get; init; }

    public DotNetEntryPoint? Dotnet { get; init; }

    public EntryPointForm Form
        => Onnx is not null ? EntryPointForm.Onnx
        : Dotnet is not null ? EntryPointForm.DotNet
        : PythonFunction is not null ? EntryPointForm.Python
        : EntryPointForm.Undecided;
}
