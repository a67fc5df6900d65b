using System.Text.RegularExpressions;
using Inference.Contracts;
using Inference.Adapters.Onnx.Signatures;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Why a run failed, for the caller.</summary>
internal static partial class RunFailure
{
    // ONNX Runtime's word for feeds it does not take; what a node says of its own inputs names the node
    private const string InvalidArgument = "[ErrorCode:InvalidArgument]";
    private const string FromNode = " node. ";

    public static InferenceResult Of(OnnxRuntimeException exception, SymbolicDimensions symbols, InferenceRequest request)
    {
        if (symbols.Explain(request.Inputs) is { } explained)
            return InferenceResult.Failed(explained);

        var message = Clean(exception.Message);
        return exception.Message.StartsWith(InvalidArgument, StringComparison.Ordinal) && !exception.Message.Contains(FromNode, StringComparison.Ordinal)
            ? InferenceResult.Failed(ErrorCode.InvalidInput, message)
            : InferenceResult.Failed(ErrorCode.ModelFailed, $"{nameof(OnnxRuntimeException)}: {message}");
    }

    /// <summary>Without the code in front and without paths, neither this machine's nor those of ONNX Runtime's build.</summary>
    public static string Clean(string message) => Paths().Replace(Code().Replace(message, string.Empty), "${file}").Trim();

    [GeneratedRegex(@"^\[ErrorCode:\w+\]\s*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    // an absolute path of two or more parts becomes its last part
    [GeneratedRegex(@"(?<![\w/.])(?:/[\w.@+~-]+)+/(?<file>[\w.@+~-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Paths();
}
