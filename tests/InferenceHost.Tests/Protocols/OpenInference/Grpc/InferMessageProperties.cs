using System.Buffers;
using Google.Protobuf;
using Inference.Contracts;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.OpenInference.Grpc.Infer;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;
using DataType = Inference.Contracts.DataType;

namespace Inference.InferenceHost.Tests.Protocols.OpenInference.Grpc;

/// <summary>The two messages that are read and written without generated code, held against generated code.</summary>
public sealed class InferMessageProperties
{
    private const int Turns = 100;

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_WhatGeneratedCodeWrites_IsTheSame(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < Turns; turn++)
        {
            var isTyped = random.Next(2) == 0;
            Tensor[] tensors = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomInfer.Tensor(random, isTyped))];
            var message = Message(tensors, isTyped, random);

            InferMessageReader.Read(Pieces.Of(message.ToByteArray(), random, longest: 40), Signature.Unknown, timeoutMicroseconds: 7).TryGet(out var body, out var error).ShouldBeTrue(error?.Message);

            using (body)
            {
                body!.Id.ShouldBe(message.Id);
                body.TimeoutMicroseconds.ShouldBe(7);
                body.Parameters.Single().ShouldBe(new Parameter("p", ulong.MaxValue));
                body.RequestedOutputs.Single().Name.ShouldBe("out");
                body.Inputs.Count.ShouldBe(tensors.Length);
                body.Forms.IsBinary("out").ShouldBe(!isTyped);
                for (var i = 0; i < tensors.Length; i++)
                    ShouldBeSame(body.Inputs[i], message.Inputs[i].Name, tensors[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_AnyBytes_IsReadOrRefused(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < 10 * Turns; turn++)
        {
            var isTyped = random.Next(2) == 0;
            var bytes = Message([RandomInfer.Tensor(random, isTyped), RandomInfer.Tensor(random, isTyped)], isTyped, random).ToByteArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(1 << random.Next(8));
            var pieces = Pieces.Of(random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes, random, longest: 20);

            // neither throws nor reads past what is there
            _ = InferHead.TryRead(pieces, "digits", out _);
            _ = InferHead.PeekName(pieces, "digits");
            if (InferMessageReader.Read(pieces, Signature.Unknown).TryGet(out var body, out var error))
                body.Dispose();
            else
                error.Code.ShouldBeOneOf(ErrorCode.MalformedRequest, ErrorCode.InvalidInput, ErrorCode.NotSupported);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Write_AnyOutputs_IsWhatGeneratedCodeReads(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < Turns; turn++)
        {
            var isTyped = random.Next(2) == 0;
            NamedTensor[] outputs = [.. Enumerable.Range(0, random.Next(4)).Select(i => new NamedTensor($"ö{i}", RandomInfer.Tensor(random, isTyped)))];
            if (random.Next(3) == 0)
                outputs = [.. outputs, new NamedTensor("text", Tensor.FromText(DataType.Str, "some"u8))];
            var answer = new InferAnswer("m", random.Next(2) == 0 ? "id" : null, outputs, isTyped ? OutputForms.Json : OutputForms.Binary);
            var buffer = new ArrayBufferWriter<byte>();
            answer.WriteHead(buffer);
            for (var i = 0; i < outputs.Length && answer.IsRaw; i++)
            {
                answer.WriteRawHead(buffer, i);
                BinaryTensor.Write(buffer, outputs[i].Tensor);
            }

            buffer.WrittenCount.ShouldBe((int)answer.Size());
            var read = ModelInferResponse.Parser.ParseFrom(buffer.WrittenSpan);
            (read.ModelName, read.ModelVersion, read.Outputs.Count).ShouldBe(("m", "1", outputs.Length));
            read.RawOutputContents.Count.ShouldBe(answer.IsRaw ? outputs.Length : 0);
            for (var i = 0; i < outputs.Length; i++)
                ShouldBeSame(read, i, outputs[i]);
        }
    }

    [Fact]
    public void Read_NumbersThatAreNotPacked_AreTaken()
    {
        // what older writers do: a tag for each number, and a list in two parts
        byte[] contents = [0x10, 1, 0x12, 2, 2, 3, 0x10, 4];
        byte[] input = [0x0a, 1, (byte)'x', 0x12, 5, .. "INT32"u8, 0x18, 2, 0x18, 2, 0x2a, (byte)contents.Length, .. contents];
        byte[] message = [0x2a, (byte)input.Length, .. input];

        InferMessageReader.Read(new ReadOnlySequence<byte>(message), Signature.Unknown).TryGet(out var body, out var error).ShouldBeTrue(error?.Message);

        using (body)
        {
            body!.Inputs[0].Tensor.Values<int>().ToArray().ShouldBe([1, 2, 3, 4]);
            body.Inputs[0].Tensor.Shape.ShouldBe(new Shape(2, 2));
        }
    }

    [Fact]
    public void Read_AShapeThatEndsWithinANumber_IsMalformed()
    {
        byte[] input = [0x0a, 1, (byte)'x', 0x12, 4, .. "FP32"u8, 0x1a, 1, 0x82];
        byte[] message = [0x2a, (byte)input.Length, .. input];

        InferMessageReader.Read(new ReadOnlySequence<byte>(message), Signature.Unknown).TryGet(out _, out var error).ShouldBeFalse();

        error!.Code.ShouldBe(ErrorCode.MalformedRequest);
    }

    [Fact]
    public void Read_AParameterGivenTwice_IsTheLast()
    {
        static byte[] Message(long value) => new ModelInferRequest { Parameters = { ["a"] = new InferParameter { Int64Param = value }, ["b"] = new InferParameter { BoolParam = true } } }.ToByteArray();

        InferMessageReader.Read(new ReadOnlySequence<byte>([.. Message(1), .. Message(2)]), Signature.Unknown).TryGet(out var body, out var error).ShouldBeTrue(error?.Message);

        using (body)
            body!.Parameters.ShouldBe([new Parameter("a", 2L), new Parameter("b", true)]);
    }

    [Fact]
    public void Read_AShapeOfALargeTensorWithoutData_TakesNoMemory()
    {
        var message = new ModelInferRequest();
        message.Inputs.Add(new ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = "FP32", Shape = { 1 << 28 } });

        var before = GC.GetAllocatedBytesForCurrentThread();
        InferMessageReader.Read(new ReadOnlySequence<byte>(message.ToByteArray()), Signature.Unknown).TryGet(out _, out var error).ShouldBeFalse();

        error!.Message.ShouldContain("expected 268435456 elements");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    private static ModelInferRequest Message(Tensor[] tensors, bool isTyped, Random random)
    {
        var message = new ModelInferRequest { ModelName = "m", Id = $"id {random.Next()}" };
        message.Parameters["p"] = new InferParameter { Uint64Param = ulong.MaxValue };
        message.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "out" });
        for (var i = 0; i < tensors.Length; i++)
        {
            var input = new ModelInferRequest.Types.InferInputTensor { Name = $"ä{i}", Datatype = tensors[i].Type.WireName() };
            input.Shape.Add(tensors[i].Shape.AsArray);
            if (isTyped)
                input.Contents = RandomInfer.Contents(tensors[i]);
            else
                message.RawInputContents.Add(RandomInfer.Raw(tensors[i]));
            message.Inputs.Add(input);
        }

        return message;
    }

    private static void ShouldBeSame(NamedTensor read, string name, Tensor sent)
    {
        read.Name.ShouldBe(name);
        (read.Tensor.Type, read.Tensor.Shape).ShouldBe((sent.Type, sent.Shape));
        RandomInfer.Raw(read.Tensor).ShouldBe(RandomInfer.Raw(sent));
    }

    private static void ShouldBeSame(ModelInferResponse read, int index, NamedTensor written)
    {
        var output = read.Outputs[index];
        var isText = written.Tensor.Type == DataType.Str;
        (output.Name, output.Datatype).ShouldBe((written.Name, isText ? "BYTES" : written.Tensor.Type.WireName()));
        output.Shape.ToArray().ShouldBe(isText ? [1] : written.Tensor.Shape.AsArray);
        if (isText)
            output.Parameters["content_type"].StringParam.ShouldBe("text/plain");
        else if (read.RawOutputContents.Count > 0)
            read.RawOutputContents[index].ShouldBe(RandomInfer.Raw(written.Tensor));
        else
            output.Contents.ShouldBe(RandomInfer.Contents(written.Tensor));
    }
}
