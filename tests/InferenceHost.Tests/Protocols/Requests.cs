using System.Buffers;
using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.Predict;

namespace Inference.InferenceHost.Tests.Protocols;

/// <summary>Reads bodies as a whole and, since connections have them so, in pieces of several sizes: with the same outcome each time.</summary>
internal static class Requests
{
    private static readonly int[] Longest = [1, 9, 70, 300];

    public static Outcome<RequestBody> Predict(byte[] body, Signature? signature = null) => Read(body, bytes => PredictReader.Read(bytes, signature ?? Signature.Unknown));

    public static Outcome<RequestBody> Infer(byte[] body, int? headerLength, Signature? signature = null) =>
        Read(body, bytes => InferReader.Read(bytes, headerLength, signature ?? Signature.Unknown));

    private static Outcome<RequestBody> Read(byte[] body, Func<ReadOnlySequence<byte>, Outcome<RequestBody>> read)
    {
        var whole = read(new ReadOnlySequence<byte>(body));
        var random = new Random(body.Length);
        foreach (var longest in Longest)
            ShouldBeSame(read(Pieces.Of(body, random, longest)), whole, body);
        return whole;
    }

    private static void ShouldBeSame(Outcome<RequestBody> outcome, Outcome<RequestBody> whole, byte[] body)
    {
        var isRead = outcome.TryGet(out var got, out var error);
        isRead.ShouldBe(whole.TryGet(out var expected, out var refusal), $"{error} {refusal} {Encoding.UTF8.GetString(body)}");
        if (!isRead)
        {
            (error!.Code, error.ToString()).ShouldBe((refusal!.Code, refusal.ToString()), Encoding.UTF8.GetString(body));
            return;
        }

        using (got)
        {
            got.Id.ShouldBe(expected.Id);
            got.TimeoutMicroseconds.ShouldBe(expected.TimeoutMicroseconds);
            got.Parameters.ShouldBe(expected.Parameters);
            got.RequestedOutputs.ShouldBe(expected.RequestedOutputs);
            got.Inputs.Count.ShouldBe(expected.Inputs.Count);
            for (var i = 0; i < got.Inputs.Count; i++)
                ShouldBeSame(got.Inputs[i], expected.Inputs[i]);
        }
    }

    private static void ShouldBeSame(NamedTensor got, NamedTensor expected)
    {
        got.Name.ShouldBe(expected.Name);
        got.Tensor.Type.ShouldBe(expected.Tensor.Type);
        got.Tensor.Shape.ShouldBe(expected.Tensor.Shape);
        got.Tensor.Span.SequenceEqual(expected.Tensor.Span).ShouldBeTrue(got.Name);
    }
}
