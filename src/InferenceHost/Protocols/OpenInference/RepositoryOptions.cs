using System.Buffers;
using System.Text.Json;
using Inference.Contracts;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>What the body of a repository call says.</summary>
/// <param name="ReadyOnly">The index is to list only what is ready.</param>
/// <param name="BringsModel">A load brings a model or a configuration with it.</param>
internal readonly record struct RepositoryOptions(bool ReadyOnly, bool BringsModel)
{
    /// <summary>Whether a parameter of this name brings a model or a configuration.</summary>
    public static bool Brings(string parameter) => parameter == "config" || parameter.StartsWith("file:", StringComparison.Ordinal);

    /// <param name="body">A JSON object, or nothing.</param>
    public static (RepositoryOptions Options, InferenceError? Error) Read(in ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
            return default;
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return (default, new InferenceError(ErrorCode.InvalidInput, $"expected a JSON object, found {root.ValueKind}"));
            var ready = root.TryGetProperty("ready", out var value) ? value.ValueKind : JsonValueKind.Null;
            if (ready is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
                return (default, InferenceError.At(ErrorCode.InvalidInput, "ready", $"expected true or false, found {ready}"));
            var brings = root.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object
                && parameters.EnumerateObject().Any(parameter => Brings(parameter.Name));
            return (new RepositoryOptions(ready == JsonValueKind.True, brings), null);
        }
        catch (JsonException e)
        {
            return (default, new InferenceError(ErrorCode.MalformedRequest, $"malformed JSON at line {e.LineNumber}, byte {e.BytePositionInLine}"));
        }
    }
}
