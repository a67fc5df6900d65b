using Inference.Adapters.Onnx.Signatures;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Why a run failed, for the caller.</summary>
internal static class RunFailure
{
    private const string InvalidArgument = "[ErrorCode:InvalidArgument]";
    private const string FromNode = " node. ";
    private const string Missing = "Missing Input: ";

    public static InferenceResult Of(OnnxRuntimeException exception, SymbolicDimensions symbols, InferenceRequest request)
    {
        if (symbols.Explain(request.Inputs) is { } explained)
            return InferenceResult.Failed(explained);

        var message = OnnxMessage.Clean(exception.Message);
        return IsCallers(exception.Message)
            ? InferenceResult.Failed(ErrorCode.InvalidInput, message)
            : InferenceResult.Failed(ErrorCode.ModelFailed, $"{nameof(OnnxRuntimeException)}: {message}");
    }

    // an invalid argument is ONNX Runtime's word for feeds it does not take; what a node says of its own inputs names the node
    private static bool IsCallers(string message) =>
        message.Contains(Missing, StringComparison.Ordinal)
        || (message.StartsWith(InvalidArgument, StringComparison.Ordinal) && !message.Contains(FromNode, StringComparison.Ordinal));
}
