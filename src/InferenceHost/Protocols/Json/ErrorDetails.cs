using Inference.Contracts;

namespace InferenceHost.Protocols.Json;

/// <summary>Writes what is wrong where, as <c>[{"path","message"}]</c>; nothing where no place is known.</summary>
internal static class ErrorDetails
{
    public static void Write(ref JsonOutput json, ReadOnlySpan<byte> name, IReadOnlyList<ErrorDetail> details)
    {
        if (details.Count == 0)
            return;
        json.Name(name);
        json.Begin((byte)'[');
        foreach (var detail in details)
        {
            json.Separate();
            json.Begin((byte)'{');
            json.Name("path"u8);
            json.Text(detail.Path);
            json.Name("message"u8);
            json.Text(detail.Message);
            json.End((byte)'}');
        }

        json.End((byte)']');
    }
}
