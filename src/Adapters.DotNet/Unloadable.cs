using Inference.Contracts;

namespace Inference.Adapters.DotNet;

/// <summary>Why a model cannot be loaded.</summary>
internal static class Unloadable
{
    public static InferenceError Because(string message) => new(ErrorCode.ModelUnloadable, message);
}
