using System.Text.RegularExpressions;

namespace Inference.Adapters.Onnx.Running;

/// <summary>ONNX Runtime's messages without what only its makers can use, and without the paths of this machine.</summary>
internal static partial class OnnxMessage
{
    // names out of a model can be of any length
    private const int MaxLength = 2000;

    public static string Clean(string message)
    {
        if (message.Length > MaxLength)
            message = $"{message.AsSpan(0, MaxLength)}...";
        message = Preamble().Replace(message, string.Empty);
        message = Status().Replace(message, string.Empty);
        message = SourceLocation().Replace(message, string.Empty);
        return Path().Replace(message, "${file}").Trim();
    }

    [GeneratedRegex(@"^\[ErrorCode:\w+\]\s*(Load model from .* failed:\s*)?(Exception during (initialization|loading):\s*)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Preamble();

    [GeneratedRegex(@"\[ONNXRuntimeError\] : \d+ : \w+ : ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Status();

    // "/path/to/graph.cc:1234 Function " or "/path/to/graph.cc:1234 std::string onnxruntime::Some::Function(const Type&) const [with T = float] "
    [GeneratedRegex(@"[\w./+-]+\.(cc|cpp|h|hpp):\d+ ([^()]*::[^()]*\([^()]*\)( const)?( \[with [^\]]*\])?|\w+) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SourceLocation();

    // an absolute path of two or more parts becomes its last part
    [GeneratedRegex(@"(?<![\w/.])(/[\w.@+~-]+)+/(?<file>[\w.@+~-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Path();
}
