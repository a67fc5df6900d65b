using System.Buffers;
using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols.Predict;

namespace InferenceHost.Hosting;

/// <summary>Reads a manifest's warm-up as a predict request, for components, which know no protocol.</summary>
internal static class Warmups
{
    public static Outcome<InferenceRequest> Read(string body, Signature signature) =>
        PredictReader.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)), signature).TryGet(out var said, out var error)
            ? new InferenceRequest { Id = "warmup", Inputs = said.Inputs, RequestedOutputs = said.RequestedOutputs, Parameters = said.Parameters }
            : error;
}
