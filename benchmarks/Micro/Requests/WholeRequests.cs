using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using InferenceHost.Hosting;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;

namespace Inference.Micro.Requests;

/// <summary>A request of one digits image from the server's hands to its hands back: everything but the socket and HTTP's own syntax.</summary>
public class WholeRequests
{
    private const string Json = "application/json";
    private MemoryHost host = null!;
    private MemoryConnection connection = null!;

    /// <summary>Whether a model runs.</summary>
    [Params("null", "digits")]
    public string Model { get; set; } = "";

    [Params("predict", "infer", "binary", "grpc")]
    public string Call { get; set; } = "";

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        host = await MemoryHost.StartAsync();
        connection = Connect();
        await Ask();
        if (connection.Status != 200 || connection.Answer.IndexOf("label"u8) < 0)
            throw new InvalidOperationException($"{connection.Status}: {Encoding.UTF8.GetString(connection.Answer)}");
    }

    [GlobalCleanup]
    public async Task EndAsync() => await host.DisposeAsync();

    [Benchmark]
    public async Task Ask()
    {
        connection.Clear();
        var call = host.Application.CreateContext(connection);
        await host.Application.ProcessRequestAsync(call);
        host.Application.DisposeContext(call, null);
    }

    private MemoryConnection Connect()
    {
        float[] image = [.. Enumerable.Range(0, 64).Select(i => (float)(i % 17))];
        var name = Model == "null" ? "image" : host.Component(Model).Current!.Signature.Inputs[0].Name;
        var data = $$"""{"inputs":[{"name":"{{name}}","datatype":"FP32","shape":[1,64],"data":[{{string.Join(',', image)}}]}]}""";
        if (Call == "grpc")
            return ConnectByGrpc(name, image);
        var path = $"/micro/{Model}";
        if (Call == "predict")
            return new MemoryConnection($"{path}/predict", Json, Encoding.UTF8.GetBytes(data));
        path = $"{path}/v2/models/{Model}/infer";
        if (Call == "infer")
            return new MemoryConnection(path, Json, Encoding.UTF8.GetBytes(data));
        var head = Encoding.UTF8.GetBytes($$$"""{"inputs":[{"name":"{{{name}}}","datatype":"FP32","shape":[1,64],"parameters":{"binary_data_size":256}}],"parameters":{"binary_data_output":true}}""");
        var binary = new MemoryConnection(path, "application/octet-stream", [.. head, .. MemoryMarshal.AsBytes<float>(image)]);
        binary.Headers["Inference-Header-Content-Length"] = $"{head.Length}";
        return binary;
    }

    private MemoryConnection ConnectByGrpc(string name, float[] image)
    {
        var infer = new ModelInferRequest
        {
            ModelName = $"micro.{Model}",
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = name, Datatype = "FP32", Shape = { 1, image.Length } } },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(image)) },
        };
        var message = new byte[5 + infer.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), infer.CalculateSize());
        infer.WriteTo(message.AsSpan(5));
        var grpc = new MemoryConnection("/inference.GRPCInferenceService/ModelInfer", "application/grpc", message) { Protocol = "HTTP/2" };
        grpc.Set<IListenerFeature>(new ListenerFeature(isInternal: false, isGrpc: true));
        return grpc;
    }
}
