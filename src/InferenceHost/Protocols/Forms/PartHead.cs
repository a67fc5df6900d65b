using System.Diagnostics.CodeAnalysis;
using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace InferenceHost.Protocols.Forms;

/// <summary>What the head of a part says (RFC 7578): nothing of it is a path, and what it calls its file is not looked at.</summary>
/// <param name="Index">Which part it is.</param>
/// <param name="Name">One segment under the rule of paths in boxes.</param>
/// <param name="ContentType">Null where nothing is said.</param>
internal sealed record PartHead(int Index, string Name, string? ContentType)
{
    /// <summary>The part that is the prediction itself.</summary>
    public const string Request = "request";

    public bool IsRequest => Name == Request;

    public static bool TryRead(MultipartSection part, int index, [NotNullWhen(true)] out PartHead? head, [NotNullWhen(false)] out InferenceError? error)
    {
        head = null;
        error = ReadName(part.ContentDisposition, index, out var name) ?? CheckType(part.ContentType, index) ?? CheckEncoding(part, index);
        if (error is null)
            head = new PartHead(index, name, part.ContentType);
        return error is null;
    }

    private static InferenceError? ReadName(string? disposition, int index, out string name)
    {
        name = "";
        if (!ContentDispositionHeaderValue.TryParse(disposition, out var parsed) || !parsed.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase) || parsed.Name.Length == 0)
        {
            return Bad(index, disposition is null
                ? "expected the header Content-Disposition: form-data; name=\"<the part's name>\", found none"
                : $"expected Content-Disposition: form-data; name=\"<the part's name>\", found {Quoted.Of(disposition)}");
        }

        name = HeaderUtilities.RemoveQuotes(parsed.Name).Value ?? "";
        if (!BoxPath.TryParse(name, out var path, out var invalid))
            return Bad(index, $"expected a name that a file could have: {invalid.Message}");
        return path.Group.IsWhole ? null : Bad(index, $"expected a name without slashes, found {Quoted.Of(name)}: a part's name is no path");
    }

    private static InferenceError? CheckType(string? contentType, int index)
    {
        if (contentType is null)
            return null;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return Bad(index, $"expected a media type as Content-Type, found {Quoted.Of(contentType)}: correct it, or leave it out");
        return type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase)
            ? Bad(index, $"expected a file or the request, found parts within the part ({Quoted.Of(contentType)}): send each file as a part of its own")
            : null;
    }

    private static InferenceError? CheckEncoding(MultipartSection part, int index)
    {
        foreach (var (name, value) in part.Headers!)
        {
            var isPlain = name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase) ? value.ToString().ToUpperInvariant() is "BINARY" or "8BIT" or "7BIT"
                : !name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) || value.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase);
            if (!isPlain)
                return Bad(index, $"expected the bytes of the part as they are, found {name} {Quoted.Of(value.ToString())}: leave the header out");
        }

        return null;
    }

    private static InferenceError Bad(int index, string message) => InferenceError.At(ErrorCode.MalformedRequest, $"parts[{index}]", message);
}
