using System.Buffers;
using Google.Protobuf;
using Inference.Contracts;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.OpenInference.Grpc.Infer;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;
using DataType = Inference.Contracts.DataType;

namespace Inference.InferenceHost.Tests.Protocols.OpenInference.Grpc;

/// <summary>What a small request costs in memory that is not pooled.</summary>
public sealed class InferAllocationTests
{
    private const int Turns = 1000;
    private static readonly Signature Digits = new([new TensorSpec("image", DataType.Fp32, new Shape(-1, 64))], [new TensorSpec("label", DataType.Int64, new Shape(-1))]);

    [Fact]
    public void Read_OfOneRawTensor_AllocatesLittleBesideIt()
    {
        var message = new ModelInferRequest { ModelName = "samples.digits" };
        message.Inputs.Add(new ModelInferRequest.Types.InferInputTensor { Name = "image", Datatype = "FP32", Shape = { 1, 64 } });
        message.RawInputContents.Add(ByteString.CopyFrom(new byte[256]));
        var bytes = new ReadOnlySequence<byte>(message.ToByteArray());

        PerTurn(() =>
        {
            InferMessageReader.Read(bytes, Digits).TryGet(out var body, out _).ShouldBeTrue();
            body!.Dispose();
        }).ShouldBeLessThan(450);
    }

    [Fact]
    public void Write_OfAnAnswer_AllocatesNothing()
    {
        NamedTensor[] outputs = [new("label", Tensor.FromValues<long>(DataType.Int64, new Shape(1), [7]))];
        var buffer = new ArrayBufferWriter<byte>(1024);

        PerTurn(() =>
        {
            buffer.ResetWrittenCount();
            var answer = new InferAnswer("samples.digits", null, outputs, OutputForms.Binary);
            _ = answer.Size();
            answer.WriteHead(buffer);
            answer.WriteRawHead(buffer, 0);
            BinaryTensor.Write(buffer, outputs[0].Tensor);
        }).ShouldBeLessThan(1);
    }

    private static long PerTurn(Action act)
    {
        for (var i = 0; i < 50; i++)
            act();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Turns; i++)
            act();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Turns;
    }
}
