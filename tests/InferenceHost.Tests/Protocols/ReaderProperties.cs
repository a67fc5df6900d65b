using System.Buffers;
using System.Text;
using Inference.Contracts;
using Inference.InferenceHost.Tests.Protocols.Json;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.Predict;

namespace Inference.InferenceHost.Tests.Protocols;

public sealed class ReaderProperties
{
    private const int Cases = 10_000;

    private static readonly string[] PredictRequests =
    [
        """{"parameters":[["threshold",0.5],{"name":"a","value":null}],"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"data":[[1,2],[3e1,-0.25]]},{"data":["a","\u00e9"],"datatype":"BYTES","name":"b"},{"name":"d","datatype":"dict","data":{"a":[1,2,{}]}}],"output_fields":[{"name":"label","datatype":"str"}]}""",
        """{"model_key":"k","inputs":[{"data":[1,2,3],"shape":3,"datatype":"UINT64","name":"x"},{"name":"f","datatype":"FILE","data":"g/f.png","content_type":"image/png"},{"name":"t","datatype":"BOOL","data":[true,false],"shape":[2]}],"parameters":{"a":1}}""",
    ];

    private static readonly string[] InferRequests =
    [
        """{"id":"1","parameters":{"timeout":5,"x":"y"},"inputs":[{"name":"x","shape":[2,2],"datatype":"FP16","data":[[1,2],[3,NaN]]},{"name":"y","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":12}},{"name":"z","shape":[3],"datatype":"INT32","parameters":{"binary_data_size":12}}],"outputs":[{"name":"p","parameters":{"binary_data":true,"classification":2}}]}""",
        """{"inputs":[{"data":[-1,2],"shape":[1,2],"datatype":"INT8","name":"x"},{"name":"s","shape":[1],"datatype":"BYTES","data":["text"]},{"parameters":{"binary_data_size":24},"shape":[12],"datatype":"BF16","name":"w"}]}""",
    ];

    private static readonly byte[] Binary = [4, 0, 0, 0, 65, 66, 67, 68, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    private static readonly Signature Signature = new(
        [new TensorSpec("x", DataType.Fp32, new Shape(-1, 2)), new TensorSpec("s", DataType.Str, null), new TensorSpec("d", DataType.Dict, null)], []);

    [Fact]
    public void Read_SpoiltPredictRequests_EndInAnOutcome()
    {
        var random = new Random(51);
        var read = 0;
        for (var i = 0; i < Cases; i++)
        {
            var request = RandomJson.Spoil(random, PredictRequests[i % 2].Utf8());
            read += Settle(() => Requests.Predict(request, i % 3 == 0 ? Signature : Signature.Unknown), request);
        }

        read.ShouldBeInRange(Cases / 100, Cases / 2);
    }

    [Fact]
    public void Read_SpoiltInferRequests_EndInAnOutcome()
    {
        var random = new Random(52);
        var read = 0;
        for (var i = 0; i < Cases; i++)
        {
            var json = RandomJson.Spoil(random, InferRequests[i % 2].Utf8());
            byte[] request = [.. json, .. i % 4 == 0 ? RandomJson.Spoil(random, Binary) : Binary];
            int? header = (i % 8) switch { 0 => null, 1 => random.Next(-2, request.Length + 2), _ => json.Length };
            read += Settle(() => Requests.Infer(request, header, i % 3 == 0 ? Signature : Signature.Unknown), request);
        }

        read.ShouldBeInRange(Cases / 100, Cases / 2);
    }

    [Fact]
    public void Read_RequestsCutAnywhere_AreRefused()
    {
        foreach (var request in PredictRequests)
        {
            for (var length = 0; length < request.Length; length++)
                Requests.Predict(request.Utf8()[..length], Signature.Unknown).ShouldBeRefused(ErrorCode.MalformedRequest);
            Requests.Predict(request.Utf8(), Signature.Unknown).ShouldBeRead().Dispose();
        }

        foreach (var request in InferRequests)
        {
            for (var length = 1; length < request.Length; length++)
                Requests.Infer(request.Utf8()[..length], length, Signature.Unknown).ShouldBeRefused(ErrorCode.MalformedRequest);
            Requests.Infer([.. request.Utf8(), .. Binary], request.Length, Signature.Unknown).ShouldBeRead().Dispose();
        }
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[100000],"data":[DATA]},{"name":"y"}]}""")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[100000],"data":[DATA,"a"]}]}""")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[100000],"data":[DATA]}]]""")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[100000],"data":[DATA] """)]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[100000],"data":[DATA],"name":"x"}]}""")]
    [InlineData("""{"inputs":[{"datatype":"FP64","shape":[100000],"data":[DATA]}]}""")]
    [InlineData("""{"inputs":[{"name":"x","data":[DATA],"datatype":"FP64","shape":[100000]}],"parameters":5}""")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[100000],"data":[DATA]}],"parameters":{"sequence_id":7},"output_fields":5}""")]
    public void Read_ARefusedRequest_GivesItsMemoryBack(string template)
    {
        var request = template.Replace("DATA", string.Join(',', Enumerable.Repeat("1", 100_000))).Utf8();
        const int Times = 20;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < Times; i++)
        {
            PredictReader.Read(new ReadOnlySequence<byte>(request), Signature.Unknown).ShouldBeRefusedFor(template);
            InferReader.Read(new ReadOnlySequence<byte>(request), null, Signature.Unknown).ShouldBeRefusedFor(template);
        }

        // a tensor of 800 kB that was not given back would be allocated anew each time
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Times * 2 * 800_000L / 4);
    }

    [Fact]
    public void Read_AnImageOfDigits_AllocatesTheRequestAndLittleElse()
    {
        var signature = new Signature([new TensorSpec("image", DataType.Fp32, new Shape(-1, 64))], []);
        var request = $$"""{"inputs":[{"name":"image","datatype":"FP32","shape":[1,64],"data":[{{string.Join(',', Enumerable.Range(0, 64))}}]}]}""".Utf8();
        InferReader.Read(new ReadOnlySequence<byte>(request), null, signature).ShouldBeRead().Dispose();
        PredictReader.Read(new ReadOnlySequence<byte>(request), signature).ShouldBeRead().Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();

        InferReader.Read(new ReadOnlySequence<byte>(request), null, signature).ShouldBeRead().Dispose();
        PredictReader.Read(new ReadOnlySequence<byte>(request), signature).ShouldBeRead().Dispose();

        // body, list, its array, tensor, shape; and the owner of the memory where a test beside this one has just taken it
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2 * 400 + 1_000);
    }

    private static int Settle(Func<Outcome<RequestBody>> read, byte[] request)
    {
        try
        {
            if (read().TryGet(out var body, out var error))
            {
                body.Dispose();
                return 1;
            }

            error.Code.ShouldBeOneOf(ErrorCode.MalformedRequest, ErrorCode.InvalidInput, ErrorCode.NotSupported);
            error.Message.Length.ShouldBeInRange(1, 4_000);
            return 0;
        }
        catch (Exception e) when (e is not ShouldAssertException)
        {
            throw new ShouldAssertException($"{Encoding.UTF8.GetString(request)} {Convert.ToHexString(request)}", e);
        }
    }
}
