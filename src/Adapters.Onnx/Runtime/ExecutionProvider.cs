using Inference.Contracts;

namespace Inference.Adapters.Onnx.Runtime;

/// <summary>What runs a model's operators. The package of ONNX Runtime that is used here is built for the CPU, so that there is one.</summary>
internal static class ExecutionProvider
{
    private const string Cpu = "cpu";
    private const string Suffix = "ExecutionProvider";

    /// <summary>An error where a provider is asked for that is not there; <c>cpu</c> may be called <c>CPUExecutionProvider</c> too.</summary>
    public static InferenceError? Check(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!name.Replace(Suffix, string.Empty, StringComparison.OrdinalIgnoreCase).Equals(Cpu, StringComparison.OrdinalIgnoreCase))
                return new InferenceError(ErrorCode.ModelUnloadable, $"entryPoint.onnx.executionProviders: '{name}' is not available here; available: {Cpu}");
        }

        return null;
    }
}
