using System.Globalization;
using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

/// <summary>What a function may return, and what is said of what it may not.</summary>
public sealed class OutputTests(ScriptFixture functions) : IClassFixture<ScriptFixture>
{
    [Theory]
    [InlineData("'FP32', [1, 2.5]", "FP32 [2] 0000803f00002040")]
    [InlineData("'FP32', (1, 2.5)", "FP32 [2] 0000803f00002040")]
    [InlineData("'INT16', [[1, 2, 3], [4, 5, 6]]", "INT16 [2,3] 010002000300040005000600")]
    [InlineData("'INT8', ([1, 2], (3, 4))", "INT8 [2,2] 01020304")]
    [InlineData("'INT8', [[[1], [2]]]", "INT8 [1,2,1] 0102")]
    [InlineData("'INT8', [[], []]", "INT8 [2,0] ")]
    [InlineData("'INT8', []", "INT8 [0] ")]
    [InlineData("'INT8', range(3)", "INT8 [3] 000102")]
    [InlineData("'INT8', {7: 0}.keys()", "INT8 [1] 07")]
    [InlineData("'INT8', 5", "INT8 [1] 05")]
    [InlineData("'INT8', 5, []", "INT8 [] 05")]
    [InlineData("'FP64', 0.5", "FP64 [1] 000000000000e03f")]
    [InlineData("'BOOL', True", "BOOL [1] 01")]
    [InlineData("'BOOL', [True, False]", "BOOL [2] 0100")]
    [InlineData("'UINT8', [True, 2]", "UINT8 [2] 0102")]
    [InlineData("'FP16', [1.5, float('inf')]", "FP16 [2] 003e007c")]
    [InlineData("'BF16', [1.5, float('-inf')]", "BF16 [2] c03f80ff")]
    [InlineData("'BF16', [1.00390625, 1.01171875]", "BF16 [2] 803f823f")]
    [InlineData("'INT8', __import__('array').array('i', [1, 2])", "INT8 [2] 0102")]
    [InlineData("'FP32', __import__('array').array('d', [1, 2])", "FP32 [2] 0000803f00000040")]
    [InlineData("'INT8', [1, 2, 3, 4], [2, 2]", "INT8 [2,2] 01020304")]
    [InlineData("'INT8', [1, 2], 2", "INT8 [2] 0102")]
    [InlineData("'INT8', [1, 2], (2, 1)", "INT8 [2,1] 0102")]
    [InlineData("'INT8', [1, 2], np.array([1, 2])", "INT8 [1,2] 0102")]
    [InlineData("'INT8', [1, 2], (np.int64(2),)", "INT8 [2] 0102")]
    [InlineData("'INT8', [], [3, 0]", "INT8 [3,0] ")]
    [InlineData("'INT32', [2**31 - 1, -2**31]", "INT32 [2] ffffff7f00000080")]
    [InlineData("'UINT64', [2**64 - 1]", "UINT64 [1] ffffffffffffffff")]
    [InlineData("'BYTES', ['é', b'\\xff', bytearray(b'a'), memoryview(b'bc')]", "BYTES [4] c3a9|ff|61|6263")]
    [InlineData("'BYTES', [['a'], ['b']]", "BYTES [2,1] 61|62")]
    [InlineData("'BYTES', 'one'", "BYTES [1] 6f6e65")]
    [InlineData("'BYTES', b''", "BYTES [1] ")]
    [InlineData("'BYTES', memoryview(__import__('array').array('i', [1, 2]))", "BYTES [1] 0100000002000000")]
    [InlineData("'str', 'é\\0'", "str [] c3a900")]
    [InlineData("'str', ['one']", "str [] 6f6e65")]
    [InlineData("'str', 'a', [1]", "str [1] 61")]
    [InlineData("'FILE', __import__('pathlib').Path('/tmp/x')", "FILE [] 2f746d702f78")]
    [InlineData("'dict', {}", "dict [] 7b7d")]
    public async Task Output_OfPython_IsTaken(string output, string expected) => (await GiveAsync(output)).ShouldBe(expected);

    [Theory]
    [InlineData("'FP32', np.array([1, 2.5], 'f4')", "FP32 [2] 0000803f00002040")]
    [InlineData("'FP32', np.array([1, 2.5], '>f4')", "FP32 [2] 0000803f00002040")]
    [InlineData("'FP32', np.array([1, 2], 'i8')", "FP32 [2] 0000803f00000040")]
    [InlineData("'FP64', np.array([0.5], 'f2')", "FP64 [1] 000000000000e03f")]
    [InlineData("'FP32', np.array([1e300])", "FP32 [1] 0000807f")]
    [InlineData("'FP16', np.array([1.5])", "FP16 [1] 003e")]
    [InlineData("'BF16', np.array([1.5, -np.inf], 'f4')", "BF16 [2] c03f80ff")]
    [InlineData("'BF16', np.array([[0x3fc0]], '<u2')", "BF16 [1,1] c03f")]
    [InlineData("'BF16', np.zeros((0, 2), 'f4')", "BF16 [0,2] ")]
    [InlineData("'INT32', np.array([2**31 - 1, -2**31])", "INT32 [2] ffffff7f00000080")]
    [InlineData("'UINT8', np.array([255])", "UINT8 [1] ff")]
    [InlineData("'INT8', np.array([], 'i8')", "INT8 [0] ")]
    [InlineData("'BOOL', np.array([True, False])", "BOOL [2] 0100")]
    [InlineData("'UINT8', np.array([True, False])", "UINT8 [2] 0100")]
    [InlineData("'INT8', np.arange(6, dtype='i1').reshape(2, 3).T", "INT8 [3,2] 000301040205")]
    [InlineData("'INT8', np.arange(6, dtype='i1')[::-2]", "INT8 [3] 050301")]
    [InlineData("'INT16', np.broadcast_to(np.int16(7), (2, 2))", "INT16 [2,2] 0700070007000700")]
    [InlineData("'INT8', np.array(5)", "INT8 [1] 05")]
    [InlineData("'INT8', np.array(5), []", "INT8 [] 05")]
    [InlineData("'FP32', np.float64(0.5)", "FP32 [1] 0000003f")]
    [InlineData("'INT32', np.int64(5)", "INT32 [1] 05000000")]
    [InlineData("'BOOL', np.bool_(True)", "BOOL [1] 01")]
    [InlineData("'FP32', [np.float32(0.5), np.float64(1)]", "FP32 [2] 0000003f0000803f")]
    [InlineData("'INT8', [np.int64(1), 2]", "INT8 [2] 0102")]
    [InlineData("'BOOL', [np.bool_(True), False]", "BOOL [2] 0100")]
    [InlineData("'INT8', [np.array([1, 2]), np.array([3, 4])]", "INT8 [2,2] 01020304")]
    [InlineData("'INT8', np.array([1, 2], dtype=object)", "INT8 [2] 0102")]
    [InlineData("'FP32', Torch([[1, 2]])", "FP32 [1,2] 0000803f00000040")]
    [InlineData("'INT8', np.ma.array([1, 2])", "INT8 [2] 0102")]
    [InlineData("'BYTES', np.array(['a', 'é'])", "BYTES [2] 61|c3a9")]
    [InlineData("'BYTES', np.array([b'a'], dtype=object)", "BYTES [1] 61")]
    [InlineData("'BYTES', np.array('a')", "BYTES [1] 61")]
    [InlineData("'str', np.str_('a')", "str [] 61")]
    [InlineData("'str', np.array(['a'])", "str [] 61")]
    [InlineData("'FP32', np.zeros((0, 4), 'f4')", "FP32 [0,4] ")]
    public async Task Output_OfNumpy_IsTaken(string output, string expected)
    {
        (await GiveAsync(output)).ShouldBe(expected);
        (await GiveAsync(output, numpy: true)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("None, [1]", "INT64")]
    [InlineData("None, [[1.5]]", "FP64")]
    [InlineData("None, [True]", "BOOL")]
    [InlineData("None, ['a']", "BYTES")]
    [InlineData("None, []", "FP64")]
    [InlineData("None, 'a'", "str")]
    [InlineData("None, {}", "dict")]
    [InlineData("None, np.zeros(1, 'f4')", "FP32")]
    [InlineData("None, np.zeros(1, '>i2')", "INT16")]
    [InlineData("None, np.zeros(1, 'u2')", "UINT16")]
    [InlineData("None, np.float16(1)", "FP16")]
    [InlineData("None, np.array(['a'])", "BYTES")]
    [InlineData("None, Torch([1, 2])", "INT64")]
    public async Task Output_WithoutADatatype_IsGuessed(string output, string expected) => (await GiveAsync(output)).Split(' ')[0].ShouldBe(expected);

    [Fact]
    public async Task Output_WithoutADatatype_IsOfTheOneAskedFor()
    {
        using var request = Script.Request("return [out('y', None, [1])]");
        using var asked = new InferenceRequest { Id = "test", Inputs = request.Inputs, RequestedOutputs = [new("y", DataType.Fp32)] };

        using var result = await functions.Lists.RunAsync(asked);

        Describe(result).ShouldBe("FP32 [1] 0000803f");
    }

    [Theory]
    [InlineData("return [out('y', 'INT32', [1, 2, 2**31])]", "output 'y': element 2: 2147483648 is out of the range of INT32")]
    [InlineData("return [out('y', 'UINT8', [-1])]", "output 'y': element 0: -1 is out of the range of UINT8")]
    [InlineData("return [out('y', 'UINT64', [2**64])]", "output 'y': element 0: 18446744073709551616 is out of the range of UINT64")]
    [InlineData("return [out('y', 'FP16', [1, 1e6])]", "output 'y': element 1: 1000000.0 is out of the range of FP16")]
    [InlineData("return [out('y', 'FP32', [10**400])]", "element 0")]
    [InlineData("return [out('y', 'INT32', np.array([2**31]))]", "output 'y': the array of int64 holds numbers that are out of the range of INT32")]
    [InlineData("return [out('y', 'UINT8', np.array([-1], 'i1'))]", "output 'y': the array of int8 holds numbers that are out of the range of UINT8")]
    [InlineData("return [out('y', 'INT32', [1, 2, 3.5])]", "output 'y': element 2: expected INT32, found float")]
    [InlineData("return [out('y', 'INT32', np.array([1.0]))]", "output 'y': expected INT32, found an array of float64")]
    [InlineData("return [out('y', 'BOOL', [1])]", "output 'y': element 0: expected BOOL, found int")]
    [InlineData("return [out('y', 'BOOL', np.array([1]))]", "output 'y': expected BOOL, found an array of int64")]
    [InlineData("return [out('y', 'FP32', ['1'])]", "output 'y': element 0: expected FP32, found str")]
    [InlineData("return [out('y', 'FP32', [None])]", "output 'y': element 0: expected FP32, found nothing")]
    [InlineData("return [out('y', 'BF16', ['1'])]", "output 'y': element 0: expected BF16, found str")]
    [InlineData("return [out('y', 'FP32', '1')]", "output 'y': expected a list of FP32, found str")]
    [InlineData("return [out('y', 'FP32', object())]", "output 'y': expected a list, found object")]
    [InlineData("return [out('y', 'FP32', np.array(['a']))]", "output 'y': expected FP32, found an array of <U1")]
    [InlineData("return [out('y', 'FP32', np.array([1j]))]", "output 'y': expected FP32, found an array of complex128")]
    [InlineData("return [out('y', 'FP32', [[1, 2], [3]])]", "output 'y': nested lists of unequal length: [1] differs from [0]")]
    [InlineData("return [out('y', 'FP32', [[1, 2], 3])]", "output 'y': nested lists of unequal length: [1] differs from [0]")]
    [InlineData("return [out('y', 'FP32', [1, [2]])]", "output 'y': element 1: expected FP32, found list")]
    [InlineData("return [out('y', 'FP32', [1, 2], [3])]", "output 'y': expected 3 elements for shape [3], found 2")]
    [InlineData("return [out('y', 'FP32', [1], [-1])]", "found shape [-1]")]
    [InlineData("return [out('y', 'FP32', [], [0, 2**63])]", "dimensions")]
    [InlineData("return [out('y', 'FP32', [1], [1] * 33)]", "expected at most 32 dimensions")]
    [InlineData("x = 1.0\nfor _ in range(40): x = [x]\nreturn [out('y', 'FP32', x)]", "expected at most 32 dimensions")]
    [InlineData("return [out('y', 'FP32', [1], 'x')]", "output 'y': expected a list of whole numbers as shape, found 'x'")]
    [InlineData("return [out('y', 'FP32', [1], [1.0])]", "output 'y': expected a list of whole numbers as shape, found [1.0]")]
    [InlineData("return [out('y', 'str', 'a', [-1])]", "found shape [-1]")]
    [InlineData("return [out('y', 'str', 5)]", "output 'y': expected one str, found int")]
    [InlineData("return [out('y', 'str', ['a', 'b'])]", "output 'y': expected one str, found list; several strings are of datatype BYTES")]
    [InlineData("return [out('y', 'FILE', 5)]", "output 'y': expected one path, found int")]
    [InlineData("return [out('y', 'dict', [])]", "output 'y': expected a dict, found list")]
    [InlineData("return [out('y', 'dict', {'a': float('nan')})]", "output 'y': the dict cannot be written as JSON")]
    [InlineData("return [out('y', 'dict', {'a': np.array([np.nan])})]", "output 'y': the dict cannot be written as JSON")]
    [InlineData("return [out('y', 'dict', {'a': object()})]", "object is neither a dict, a list, a text nor a number")]
    [InlineData("return [out('y', 'dict', {(1,): 1})]", "output 'y': the dict cannot be written as JSON")]
    [InlineData("d = {}\nd['d'] = d\nreturn [out('y', 'dict', d)]", "output 'y': the dict cannot be written as JSON")]
    [InlineData("d = {}\nfor _ in range(100000): d = {'d': d}\nreturn [out('y', 'dict', d)]", "output 'y': the dict cannot be written as JSON")]
    [InlineData("return [out('y', 'str', 'a\\ud800')]", "output 'y': a text holds half a surrogate pair, which UTF-8 has not")]
    [InlineData("return [out('y', 'dict', {'\\udcff': 1})]", "output 'y': a text holds half a surrogate pair, which UTF-8 has not")]
    [InlineData("return [out('y', 'BYTES', ['\\ud800'])]", "output 'y': a text holds half a surrogate pair, which UTF-8 has not")]
    [InlineData("return [out('y\\ud800', 'str', 'a')]", "a text holds half a surrogate pair, which UTF-8 has not")]
    [InlineData("return [dict(out('y', 'str', 'a'), content_type='\\ud800')]", "a text holds half a surrogate pair, which UTF-8 has not")]
    [InlineData("return [out('y', 'BYTES', [b'a', 1])]", "output 'y': element 1: expected bytes or str, found int")]
    [InlineData("return [out('y', 'float', [1])]", "output 'y': unknown datatype 'float'")]
    [InlineData("return [out('y', ['FP32'], [1])]", "unknown datatype")]
    [InlineData("return [out('y', 'FP32', None)]", "output 'y' has no data")]
    [InlineData("return [{'name': 'y'}]", "output 'y' has no data")]
    [InlineData("return [{'data': 1}]", "outputs[0]: expected a name, found nothing")]
    [InlineData("return [{'name': '', 'data': 1}]", "outputs[0]: expected a name, found ''")]
    [InlineData("return [out('a', 'str', 'a'), 5]", "outputs[1]: expected a dict with name, datatype and data, found int")]
    [InlineData("return [out('y', 'str', 'a'), out('y', 'str', 'b')]", "the function gave output 'y' twice")]
    [InlineData("return {'y': 1}", "expected a list of outputs, found dict")]
    [InlineData("from functions import raw\nreturn raw(1, 2, 3)", "expected the function to return (outputs, model), found Raw")]
    [InlineData("from functions import raw\nreturn raw(None, 2)", "expected a list of outputs, found nothing")]
    [InlineData("return [out('y%d' % i, 'INT8', []) for i in range(20000)]", "20000 outputs are more than the 10000 there may be")]
    [InlineData("return [out('y' * 1100 + str(i), 'INT8', []) for i in range(9000)]", "more than 1 MiB")]
    public async Task Output_ThatCannotBe_IsNamed(string lines, string expected)
    {
        var process = await functions.Lists.ProcessAsync();

        var error = await functions.Lists.ErrorAsync("import numpy as np\n" + lines);

        error.Code.ShouldBe(ErrorCode.InvalidOutput);
        error.Message.ShouldContain(expected);

        // the worker is none the worse for it
        (await functions.Lists.ProcessAsync()).ShouldBe(process);
    }

    [Fact]
    public async Task Output_AsDict_HoldsWhatNumpyGives()
    {
        (await GiveTextAsync("'dict', {'a': np.float32(0.5), 'b': np.arange(3), 'c': [np.int64(1), None, True, 'é'], 1: {'x': ()}}"))
            .ShouldBe("""{"a":0.5,"b":[0,1,2],"c":[1,null,true,"é"],"1":{"x":[]}}""");
    }

    [Fact]
    public async Task Output_OfManyElements_ComesWhole()
    {
        using var result = await functions.Lists.RunAsync("return [out('y', 'BYTES', [str(i) for i in range(100000)])]");

        result.Error.ShouldBeNull();
        var tensor = result.Outputs.Single().Tensor;
        tensor.Count.ShouldBe(100_000);
        for (var i = 0; i < tensor.Count; i += 997)
            tensor.Text(i).ShouldBe(i.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_048_576)]
    [InlineData(3_000_001)]
    public async Task Output_OfAnySize_ComesWhole(int length)
    {
        foreach (var make in (string[])["bytes(i % 251 for i in range(N))", "[i % 251 for i in range(N)]", "(np.arange(N) % 251).astype('u1')", "(np.arange(2 * N) // 2 % 251).astype('u1')[::2]"])
        {
            var isBytes = make.StartsWith("bytes", StringComparison.Ordinal);
            using var result = await functions.Lists.RunAsync($"import numpy as np\nN = {length}\nreturn [out('a', 'INT8', [1]), out('y', '{(isBytes ? "BYTES" : "UINT8")}', {make}), out('b', 'INT8', [2])]");

            result.Error.ShouldBeNull();
            result.Outputs.Select(output => output.Name).ShouldBe(["a", "y", "b"]);
            var content = result.Outputs[1].Tensor.Span;
            content.Length.ShouldBe(length);
            var wrong = -1;
            for (var i = 0; i < length && wrong < 0; i++)
                wrong = content[i] == i % 251 ? wrong : i;
            wrong.ShouldBe(-1, make);
            result.Outputs[2].Tensor.Span[0].ShouldBe((byte)2);
        }
    }

    [Fact]
    public async Task Output_ManySmallOnes_AreAllRightWhereTheFrameIsFull()
    {
        using var result = await functions.Lists.RunAsync("return [out('y%d' % i, 'INT64', [i] * 7500) for i in range(40)]");

        result.Error.ShouldBeNull();
        for (var i = 0; i < 40; i++)
        {
            result.Outputs[i].Name.ShouldBe($"y{i}");
            result.Outputs[i].Tensor.Values<long>().ToArray().ShouldBe(Enumerable.Repeat((long)i, 7_500));
        }
    }

    [Fact]
    public async Task Output_OfHundredsOfMegabytes_GivesItsMemoryBack()
    {
        await using var function = await Script.LoadAsync();
        using (var large = await function.RunAsync("import numpy\nreturn [out('y', 'UINT8', numpy.full(300 << 20, 7, 'u1'))]"))
        {
            large.Error.ShouldBeNull();
            large.Outputs.Single().Tensor.Span.ContainsAnyExcept((byte)7).ShouldBeFalse();
        }

        // its pages of what is shared count as resident
        const string Resident = "return open('/proc/self/statm').read().split()[1]";
        await function.TextAsync(Resident);
        var pages = long.Parse(await function.TextAsync(Resident), CultureInfo.InvariantCulture);
        (pages * Environment.SystemPageSize >> 20).ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Output_NotAskedFor_IsDroppedUnread()
    {
        using var request = Script.Request("return [out('x', 'unknown', object()), out('y', 'INT8', [1])]");
        using var asked = new InferenceRequest { Id = "test", Inputs = request.Inputs, RequestedOutputs = [new("y")] };

        using var result = await functions.Lists.RunAsync(asked);

        Describe(result).ShouldBe("INT8 [1] 01");
    }

    [Fact]
    public async Task Output_AskedForAndNotGiven_IsNamed()
    {
        using var request = Script.Request("return [out('x', 'INT8', [1])]");
        using var asked = new InferenceRequest { Id = "test", Inputs = request.Inputs, RequestedOutputs = [new("y")] };

        using var result = await functions.Lists.RunAsync(asked);

        result.Error!.Code.ShouldBe(ErrorCode.InvalidOutput);
        result.Error.Message.ShouldStartWith("the function did not give output 'y'");
    }

    [Fact]
    public async Task Output_WithAContentType_KeepsIt()
    {
        using var result = await functions.Lists.RunAsync("return [dict(out('y', 'str', 'a'), content_type='text/html')]");

        result.Outputs.Single().Tensor.ContentType.ShouldBe("text/html");
    }

    private async Task<string> GiveAsync(string output, bool numpy = false)
    {
        using var result = await RunAsync(output, numpy);
        return Describe(result);
    }

    private async Task<string> GiveTextAsync(string output)
    {
        using var result = await RunAsync(output, numpy: false);
        result.Error.ShouldBeNull();
        return result.Outputs.Single().Tensor.Text();
    }

    private Task<InferenceResult> RunAsync(string output, bool numpy) => (numpy ? functions.Arrays : functions.Lists).RunAsync(
        $"""
        import numpy as np
        class Torch:
            def __init__(self, data): self.data = data
            def __array__(self, dtype=None): return np.array(self.data, dtype)
        return [out('y', {output})]
        """);

    private static string Describe(InferenceResult result)
    {
        result.Error.ShouldBeNull();
        var tensor = result.Outputs.Single().Tensor;
        var content = tensor.Type == DataType.Bytes
            ? string.Join('|', Enumerable.Range(0, tensor.Count).Select(i => Convert.ToHexStringLower(tensor.Element(i))))
            : Convert.ToHexStringLower(tensor.Span);
        return $"{tensor.Type.WireName()} {tensor.Shape} {content}";
    }
}
