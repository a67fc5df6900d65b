using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests;

/// <summary>Requests of the binary tensor extension.</summary>
internal static class BinaryBody
{
    public const string LengthHeader = "Inference-Header-Content-Length";

    /// <summary>JSON and the tensors behind it.</summary>
    public static RawRequest Post(string target, string json, params byte[][] tensors) =>
        PostWith(target, Encoding.UTF8.GetByteCount(json).ToString(), [.. Encoding.UTF8.GetBytes(json), .. tensors.SelectMany(tensor => tensor)]);

    /// <summary>A whole body, and what is said of the length of its JSON.</summary>
    public static RawRequest PostWith(string target, string headerLength, byte[] body) =>
        RawRequest.Post(target, body, "application/octet-stream").With(LengthHeader, headerLength);

    public static byte[] Of<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
