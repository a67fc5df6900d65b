using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols;

namespace Inference.InferenceHost.Tests.Protocols;

/// <summary>Reads requests, and says what came of it.</summary>
internal static class OutcomeAssertions
{
    public static byte[] Utf8(this string text) => Encoding.UTF8.GetBytes(text);

    public static Outcome<RequestBody> ReadPredict(string json, Signature? signature = null) => Requests.Predict(json.Utf8(), signature);

    public static Outcome<RequestBody> ReadInfer(string json, Signature? signature = null) => Requests.Infer(json.Utf8(), headerLength: null, signature);

    /// <summary>The JSON part and the bytes behind it, with the header that tells them apart.</summary>
    public static Outcome<RequestBody> ReadInfer(string json, byte[] binary, Signature? signature = null) =>
        Requests.Infer([.. json.Utf8(), .. binary], Encoding.UTF8.GetByteCount(json), signature);

    public static RequestBody ShouldBeRead(this Outcome<RequestBody> outcome)
    {
        outcome.TryGet(out var body, out var error).ShouldBeTrue(error?.ToString());
        return body!;
    }

    public static InferenceError ShouldBeRefused(this Outcome<RequestBody> outcome, ErrorCode code, string? message = null)
    {
        if (outcome.TryGet(out var body, out var error))
        {
            body.Dispose();
            throw new ShouldAssertException("the request was read");
        }

        error.Code.ShouldBe(code, error.ToString());
        if (message is not null)
            error.Message.ShouldBe(message);
        return error;
    }

    /// <summary>For the same request in two protocols: sequences and requested outputs are not read alike.</summary>
    public static void ShouldBeRefusedFor(this Outcome<RequestBody> outcome, string request)
    {
        if (outcome.TryGet(out var body, out _))
        {
            body.Dispose();
            throw new ShouldAssertException("the request was read: " + request);
        }
    }
}
