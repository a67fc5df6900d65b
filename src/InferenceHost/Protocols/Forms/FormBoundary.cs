using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using InferenceHost.Components;
using Microsoft.Net.Http.Headers;

namespace InferenceHost.Protocols.Forms;

/// <summary>What parts a form (RFC 2046, 5.1.1).</summary>
internal static class FormBoundary
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ");

    public static bool TryRead(string? contentType, [NotNullWhen(true)] out string? boundary, [NotNullWhen(false)] out InferenceError? error)
    {
        boundary = MediaTypeHeaderValue.TryParse(contentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        var isGood = boundary is { Length: > 0 and <= FormLimits.BoundaryLength } && !boundary.AsSpan().ContainsAnyExcept(Allowed) && boundary[^1] != ' ';
        error = isGood ? null : InferenceError.At(
            ErrorCode.MalformedRequest,
            "Content-Type",
            $"expected {ContentTypes.Form}; boundary=<1 to {FormLimits.BoundaryLength} letters, digits, spaces and '()+_,-./:=?>, found {Quoted.Of(contentType ?? "")}: leave the header to what writes the body, as curl -F does");
        return isGood;
    }
}
