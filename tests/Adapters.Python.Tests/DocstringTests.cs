using FsCheck;
using FsCheck.Fluent;
using Inference.Adapters.Python.Signatures;
using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

public sealed class DocstringTests
{
    private const string Full = """
        Recognizes text.

        :param parameters: anything
        :type parameters: List[Tuple[str, Any]]
        :param inputs: list of inputs
        :type inputs: List[Dict[str, Any]]
        :param inputs.image: the page,
            as scanned
        :type inputs.image: FP32 or FILE, optional
        :param inputs.text: words
        :type inputs.text: str
        :param outputs.label: what it is
        :type outputs.label: str
        :param outputs.scores:
        :type outputs.scores: FP64 | FP32
        :return: outputs and the model
        :rtype: Tuple[List[Dict[str, Any]], Any]
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Read_TheContractsForm_IsTheSignature(string lineEnd)
    {
        var signature = Docstring.Read(Full.Replace("\n", lineEnd, StringComparison.Ordinal));

        signature.HasOpenInputs.ShouldBeFalse();
        signature.HasOpenOutputs.ShouldBeFalse();
        signature.Inputs.Count.ShouldBe(2);
        var image = signature.Inputs[0];
        image.Name.ShouldBe("image");
        image.Type.ShouldBe(DataType.Fp32);
        image.OtherTypes.ShouldBe([DataType.File]);
        image.IsOptional.ShouldBeTrue();
        image.Description.ShouldBe("the page, as scanned");
        image.Shape.ShouldBeNull();
        signature.Inputs[1].IsOptional.ShouldBeFalse();
        signature.Inputs[1].Type.ShouldBe(DataType.Str);
        signature.Outputs.Select(output => output.Name).ShouldBe(["label", "scores"]);
        signature.Outputs[1].Type.ShouldBe(DataType.Fp64);
        signature.Outputs[1].OtherTypes.ShouldBe([DataType.Fp32]);
        signature.Outputs[1].Description.ShouldBeNull();
    }

    [Theory]
    [InlineData("", true, true, 0, 0)]
    [InlineData("Just words: and a colon", true, true, 0, 0)]
    [InlineData(":type inputs.x: FP32", false, true, 1, 0)]
    [InlineData(":type outputs.y: FP32", true, false, 0, 1)]
    [InlineData(":type inputs.x: float", true, true, 0, 0)]
    [InlineData(":param inputs.x: no type", true, true, 0, 0)]
    [InlineData(":type inputs.x: FP32\n:type inputs.z: Tensor", true, true, 1, 0)]
    [InlineData(":type inputs.x: FP32 or float", true, true, 0, 0)]
    [InlineData(":type inputs.x: List[FP32]", true, true, 0, 0)]
    [InlineData(":type inputs: List[Dict]\n:type inputs[0]: FP32", true, true, 0, 0)]
    [InlineData(":type inputs.: FP32", true, true, 0, 0)]
    [InlineData(":type inputs.x FP32", true, true, 0, 0)]
    [InlineData(":type inputs.x: fp32, OPTIONAL", false, true, 1, 0)]
    [InlineData(":type  inputs.x :  FP32", false, true, 1, 0)]
    [InlineData(":type inputs.x: ", true, true, 0, 0)]
    [InlineData(":type inputs.x: FP32 or FP32", false, true, 1, 0)]
    [InlineData(":type inputs.x: FP32\n:type inputs.x: INT8", false, true, 1, 0)]
    [InlineData("  :param inputs.x: a\n\n  more\n  :type inputs.x: BYTES", false, true, 1, 0)]
    public void Read_OtherForms_LeaveOpenWhatTheyDoNotSay(string text, bool openInputs, bool openOutputs, int inputs, int outputs)
    {
        var signature = Docstring.Read(text);

        signature.HasOpenInputs.ShouldBe(openInputs);
        signature.HasOpenOutputs.ShouldBe(openOutputs);
        signature.Inputs.Count.ShouldBe(inputs);
        signature.Outputs.Count.ShouldBe(outputs);
    }

    [Fact]
    public void Read_TypesThatAreNone_WarnsOfEach()
    {
        var warnings = new List<string>();

        Docstring.Read(":type inputs.x: FP46\n:type inputs.y: FP32\n:type outputs.z: FP64 or float\n:param outputs.w: nothing is said", warnings.Add);

        warnings.Count.ShouldBe(2);
        warnings[0].ShouldStartWith("the docstring says that inputs.x is 'FP46', which is none of ");
        warnings[1].ShouldStartWith("the docstring says that outputs.z is 'float', which is none of ");
    }

    [Fact]
    public void Read_AHundredKilobytes_IsReadWhole()
    {
        var text = string.Concat(Enumerable.Range(0, 2_500).Select(i => $":param inputs.x{i}: text\n:type inputs.x{i}: FP32\n"));

        Docstring.Read(text).Inputs.Count.ShouldBe(2_500);
    }

    [Fact]
    public void Read_AnyText_NeverThrows()
    {
        var pieces = Gen.Elements(":param ", ":type ", "inputs.", "outputs.", "x", ":", ",", " or ", "|", "FP32", "optional", "\n", "\r", " ", "\t", "\0", "é", "\ud800", "[", "List[");
        var text = Gen.OneOf(Gen.ListOf(pieces).Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Select(words => words ?? ""));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(text.ToArbitrary(), words => Docstring.Read(words).Inputs.All(input => input.Name.Length > 0)));
    }
}
