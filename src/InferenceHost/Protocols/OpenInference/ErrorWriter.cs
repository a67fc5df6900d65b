using System.Buffers;
using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>Writes an error as the protocol has it, and says more to who wants to know: <c>{"error","code","details":[{"path","message"}],"request_id"}</c>.</summary>
internal static class ErrorWriter
{
    private static readonly string[] Words = [.. Enum.GetNames<ErrorCode>().Select(SnakeCase)];

    public static void Write(IBufferWriter<byte> writer, InferenceError error, string? requestId)
    {
        var json = new JsonOutput(writer);
        json.Begin((byte)'{');
        json.Name("error"u8);
        json.Text(error.Message);
        json.Name("code"u8);
        json.Text(Word(error.Code));
        ErrorDetails.Write(ref json, "details"u8, error.Details);
        if (requestId is not null)
        {
            json.Name("request_id"u8);
            json.Text(requestId);
        }

        json.End((byte)'}');
        json.Flush();
    }

    /// <summary>The code as programs read it: <c>invalid_input</c>.</summary>
    public static string Word(ErrorCode code) => Words[(int)code];

    private static string SnakeCase(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
            word.Append(char.IsUpper(letter) && word.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter));
        return word.ToString();
    }
}
