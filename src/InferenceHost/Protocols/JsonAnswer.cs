using System.Text.Encodings.Web;
using System.Text.Json;

namespace InferenceHost.Protocols;

/// <summary>Answers of the calls that are not the hot path.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="call">Answered with status 200 unless another is given.</param>
    /// <param name="state">Handed to <paramref name="write"/>.</param>
    /// <param name="write">Writes one JSON value.</param>
    /// <param name="status">HTTP status.</param>
    public static ValueTask SendAsync<T>(HttpCall call, T state, Action<Utf8JsonWriter, T> write, int status = StatusCodes.Status200OK)
    {
        using (var json = new Utf8JsonWriter(call.Writer, Options))
            write(json, state);
        return AnswerSender.SendAsync(call, status, ContentTypes.Json);
    }
}
