using System.Buffers;
using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.Predict;

/// <summary>Writes an error as a problem document (RFC 9457): <c>{"type","title","status","detail","errors":[{"path","message"}],"request_id"}</c>.</summary>
internal static class ProblemWriter
{
    public static void Write(IBufferWriter<byte> writer, InferenceError error, int status, string title, string? requestId)
    {
        var json = new JsonOutput(writer);
        json.Begin((byte)'{');
        json.Name("type"u8);
        json.Text("about:blank"u8);
        json.Name("title"u8);
        json.Text(title);
        json.Name("status"u8);
        json.Number(status);
        json.Name("detail"u8);
        json.Text(error.Message);
        ErrorDetails.Write(ref json, "errors"u8, error.Details);
        if (requestId is not null)
        {
            json.Name("request_id"u8);
            json.Text(requestId);
        }

        json.End((byte)'}');
        json.Flush();
    }
}
