using Inference.Contracts;

namespace Inference.Adapters.DotNet;

/// <summary>What the manifest says in <c>entryPoint.dotnet</c>.</summary>
public sealed record DotNetOptions
{
    /// <summary>The assembly's container path: <c>/home/ocr/code/Ocr.dll</c>. It lies at the same place below the component's root.</summary>
    public required string Assembly { get; init; }

    /// <summary>The full name of the class to make: <c>Ocr.Model</c>. It implements <see cref="IModelLoader"/>, and has a public constructor without parameters.</summary>
    public required string Type { get; init; }
}
