namespace Inference.Testing.Hosts;

/// <summary>The models that the ONNX adapter's tests made, beside the assembly of those tests that link them into <c>Models</c>.</summary>
public static class TestModels
{
    /// <summary>The path of a model by its name without extension; <c>digits</c> is the sample's.</summary>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Models", $"{name}.onnx");
}
