using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>What runs the model: exactly one of a Python function, ONNX Runtime or a .NET type.</summary>
public sealed record EntryPoint
{
    /// <summary>The folder put on Python's path, relative to the manifest file's folder (in a pod: to the image's working directory).</summary>
    public SubPath PythonPath { get; init; }

    /// <summary><c>package.module.function</c>.</summary>
    public string? PythonFunction { get; init; }

    /// <summary>How a Python function gets numbers: <c>list</c>, the flat list of the platform's contract, or <c>numpy</c>, a flat array without a copy.</summary>
    public string Tensors { get; init; } = "list";

    public OnnxEntryPoint? Onnx { get; init; }

    public DotNetEntryPoint? Dotnet { get; init; }

    public EntryPointForm Form
        => Onnx is not null ? EntryPointForm.Onnx
        : Dotnet is not null ? EntryPointForm.DotNet
        : PythonFunction is not null ? EntryPointForm.Python
        : EntryPointForm.Undecided;

    internal static ObjectSchema<EntryPoint> Schema { get; } = new ObjectSchema<EntryPoint>("What runs the model: exactly one of pythonFunction, onnx and dotnet.")
        .Optional("pythonPath", Paths.Relative, e => e.PythonPath, (e, v) => e with { PythonPath = v }, "With pythonFunction: the folder put on Python's path, relative to this file.")
        .Optional("pythonFunction", Texts.PythonFunction, e => e.PythonFunction, (e, v) => e with { PythonFunction = v }, "The function, with its module and packages.")
        .Optional("tensors", Texts.Choice("list", "numpy"), _ => null, (e, v) => e with { Tensors = v }, "With pythonFunction: numbers as a flat list, or as a flat numpy array.")
        .Optional("onnx", OnnxEntryPoint.Schema, e => e.Onnx, (e, v) => e with { Onnx = v }, "ONNX Runtime.")
        .Optional("dotnet", DotNetEntryPoint.Schema, e => e.Dotnet, (e, v) => e with { Dotnet = v }, "A .NET class.")
        .ExactlyOneOf("pythonFunction", "onnx", "dotnet");
}
