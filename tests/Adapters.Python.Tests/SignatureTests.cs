using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.Python.Tests;

/// <summary>A docstring in force.</summary>
public sealed class SignatureTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("[o('b', 'str', 'x'), o('a', 'FP32', [1])]", "", "a b")]
    [InlineData("[o('other', 'INT8', [1]), o('b', 'str', 'x'), o('a', 'FP32', [1])]", "", "a b other")]
    [InlineData("[o('b', 'str', 'x'), o('a', 'FP32', [1])]", "b", "b")]
    [InlineData("[o('b', 'str', 'x'), o('a', 'FP32', [1])]", "b a", "b a")]
    [InlineData("[o('b', 'str', 'x')]", "b", "b")]
    [InlineData("[o('a', 'FP32', [1])]", "", "InvalidOutput: the function did not give output 'b'; it gave 'a'")]
    [InlineData("[]", "", "InvalidOutput: the function did not give output 'a'; it gave none")]
    [InlineData("[o('a', 'FP32', [1])]", "b", "InvalidOutput: the function did not give output 'b'; it gave none")]
    [InlineData("[o('b', 'INT8', [1]), o('a', 'FP32', [1])]", "", "InvalidOutput: the docstring promises output 'b' as str, the function gave INT8")]
    [InlineData("[o('b', 'str', 'x'), o('a', 'FP16', [1])]", "", "InvalidOutput: the docstring promises output 'a' as FP32 or FP64, the function gave FP16")]
    [InlineData("[o('b', 'str', 'x'), o('a', 'FP64', [1])]", "", "a b")]
    [InlineData("[o('b', None, 5), o('a', 'FP32', [1])]", "", "InvalidOutput: output 'b': expected one str, found int")]
    [InlineData("[o('c', None, [5]), o('b', None, 'x'), o('a', 'FP32', [1])]", "c", "c")]
    [InlineData("[o('b', 'str', 'x'), o('a', 'FP32', [1])]", "c a", "a")]
    public async Task Infer_OutputsOfADocstring_AreHeldToIt(string given, string asked, string expected)
    {
        folder.Write("promise.py", $$"""
            def o(name, datatype, data):
                return {"name": name, "datatype": datatype, "data": data}

            def run(parameters, inputs, output_fields, model_key, model=None):
                '''
                :type outputs.a: FP32 or FP64
                :type outputs.b: str
                :type outputs.c: INT16, optional
                '''
                return {{given}}, model
            """);
        var options = Functions.Options("promise.run") with { CodeFolder = folder.FullPath };
        (await new PythonModelLoader(options, TimeProvider.System).LoadAsync(Functions.Source(), TestContext.Current.CancellationToken)).TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await using (model)
        {
            using var request = new InferenceRequest
            {
                Id = "test",
                Inputs = [],
                RequestedOutputs = [.. asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new RequestedOutput(name))],
            };

            using var result = await model!.InferAsync(request, TestContext.Current.CancellationToken);

            (result.Error?.ToString() ?? string.Join(' ', result.Outputs.Select(output => output.Name))).ShouldBe(expected);
            if (expected == "c")
                result.Outputs[0].Tensor.Type.ShouldBe(DataType.Int16);
        }
    }

    [Fact]
    public async Task Load_AHugeDocstring_IsTakenAsFarAsItGoes()
    {
        folder.Write("long.py", """
            def run(parameters, inputs, output_fields, model_key, model=None):
                return [], model
            run.__doc__ = ":type inputs.x: FP32\n" + "".join(":type inputs.x%d: FP32\n" % i for i in range(40)) + "\n\n" + "😀" * 200000
            """);
        var options = Functions.Options("long.run") with { CodeFolder = folder.FullPath };
        (await new PythonModelLoader(options, TimeProvider.System).LoadAsync(Functions.Source(), TestContext.Current.CancellationToken)).TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await using (model)
            model!.Signature.Inputs.Count.ShouldBe(41);
    }

    public void Dispose() => folder.Dispose();
}
