using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>Which bodies are taken for what.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";
    public const string Problem = "application/problem+json";
    public const string Form = "multipart/form-data";
    public const string Binary = "application/octet-stream";

    /// <summary>Whether a body is meant as JSON: said so, or nothing said.</summary>
    public static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType) || contentType.Equals(Json, StringComparison.Ordinal))
            return true;
        var type = MediaType(contentType);
        return type.Equals(Json, StringComparison.OrdinalIgnoreCase)
            || type.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))

            // what curl says of a body given with -d and no header
            || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
    }

    public static bool IsBinary(string? contentType) =>
        contentType is not null && MediaType(contentType).Equals(Binary, StringComparison.OrdinalIgnoreCase);

    public static bool IsForm(string? contentType) =>
        contentType is not null && contentType.StartsWith(Form, StringComparison.OrdinalIgnoreCase) && MediaType(contentType).Length == Form.Length;

    public static InferenceError Unsupported(string expected) =>
        new(ErrorCode.UnsupportedMediaType, $"the Content-Type is not one this call reads: expected {expected}");

    private static ReadOnlySpan<char> MediaType(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? contentType : contentType.AsSpan(0, end)).Trim();
    }
}
