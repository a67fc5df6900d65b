using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Runtime;

/// <summary>What runs a model's operators: <c>cpu</c>, or hardware that the native library was built for.</summary>
internal static class ExecutionProvider
{
    private const string Suffix = "ExecutionProvider";

    /// <summary>Adds the providers in their order; an error where one is unknown or this build of ONNX Runtime has it not.</summary>
    public static InferenceError? Append(SessionOptions options, IReadOnlyList<string> names, IReadOnlyList<string> available)
    {
        foreach (var name in names)
        {
            var provider = available.FirstOrDefault(other => ShortName(other).Equals(ShortName(name), StringComparison.OrdinalIgnoreCase));
            if (provider is null || !TryAppend(options, ShortName(provider)))
                return NotAvailable(name, available);
        }

        return null;
    }

    /// <summary><c>CPUExecutionProvider</c> is <c>cpu</c>.</summary>
    private static string ShortName(string name)
    {
        var length = name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? name.Length - Suffix.Length : name.Length;
        return name[..length].ToLowerInvariant();
    }

    private static bool TryAppend(SessionOptions options, string name)
    {
        switch (name)
        {
            case "cpu":
                // always there, and always last
                return true;
            case "cuda":
                options.AppendExecutionProvider_CUDA();
                return true;
            case "tensorrt":
                options.AppendExecutionProvider_Tensorrt();
                return true;
            case "openvino":
                options.AppendExecutionProvider_OpenVINO();
                return true;
            default:
                return false;
        }
    }

    private static InferenceError NotAvailable(string name, IReadOnlyList<string> available)
    {
        var usable = available.Select(ShortName).Where(provider => provider is "cpu" or "cuda" or "tensorrt" or "openvino");
        return new InferenceError(
            ErrorCode.ModelUnloadable,
            $"entryPoint.onnx.executionProviders: '{name}' is not available here; available: {string.Join(", ", usable)}");
    }
}
