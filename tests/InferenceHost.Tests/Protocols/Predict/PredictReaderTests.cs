using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols.Predict;

namespace Inference.InferenceHost.Tests.Protocols.Predict;

public sealed class PredictReaderTests
{
    [Fact]
    public void Read_TheContractsExample_GivesAllOfIt()
    {
        var body = """
            { "parameters": [ ["threshold", 0.5] ],
              "inputs": [ { "name": "image", "datatype": "FILE", "content_type": "image/png", "data": "scans/p1.png" },
                          { "name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3] } ],
              "output_fields": [ { "name": "label", "datatype": "str" } ] }
            """u8;

        PredictReader.Read(body, Signature.Unknown).TryGet(out var request, out var error).ShouldBeTrue(error?.ToString());

        using (request)
        {
            request.Parameters.ShouldBe([new Parameter("threshold", 0.5)]);
            request.Inputs.Select(input => input.Name).ShouldBe(["image", "x"]);
            request.Inputs[0].Tensor.Type.ShouldBe(DataType.File);
            request.Inputs[0].Tensor.Text().ShouldBe("scans/p1.png");
            request.Inputs[0].Tensor.ContentType.ShouldBe("image/png");
            request.Inputs[1].Tensor.Shape.ShouldBe(new Shape(1, 3));
            request.Inputs[1].Tensor.Values<float>().ToArray().ShouldBe([1f, 2f, 3f]);
            request.RequestedOutputs.ShouldBe([new RequestedOutput("label", DataType.Str)]);
        }
    }
}
