using System.Globalization;
using System.Text;
using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

/// <summary>What a function sees.</summary>
public sealed class InputTests(ScriptFixture functions) : IClassFixture<ScriptFixture>
{
    private const int Large = 64 * 1024;

    [Fact]
    public async Task Parameters_OfEveryPrimitive_ArePairs()
    {
        using var request = Script.Request("return repr(parameters)");
        using var asked = new InferenceRequest
        {
            Id = "test",
            Inputs = request.Inputs,
            Parameters = [new("a", null), new("b", true), new("c", -5L), new("d", ulong.MaxValue), new("e", 0.5), new("f", "text é\n\"😀"), new("f", "again"), new("", 1e300), new("n", double.NaN)],
        };

        using var result = await functions.Lists.RunAsync(asked);

        result.Outputs.Single().Tensor.Text()
            .ShouldBe("[['a', None], ['b', True], ['c', -5], ['d', 18446744073709551615], ['e', 0.5], ['f', 'text é\\n\"😀'], ['f', 'again'], ['', 1e+300], ['n', None]]");
    }

    [Theory]
    [InlineData(DataType.Bool, "[False, True]", "0001")]
    [InlineData(DataType.Int8, "[-1, 127]", "ff7f")]
    [InlineData(DataType.UInt8, "[255, 127]", "ff7f")]
    [InlineData(DataType.Int16, "[-2, 1]", "feff0100")]
    [InlineData(DataType.UInt16, "[65534, 1]", "feff0100")]
    [InlineData(DataType.Int32, "[-2]", "feffffff")]
    [InlineData(DataType.UInt32, "[4294967294]", "feffffff")]
    [InlineData(DataType.Int64, "[-2]", "feffffffffffffff")]
    [InlineData(DataType.UInt64, "[18446744073709551614]", "feffffffffffffff")]
    [InlineData(DataType.Fp16, "[1.5, -inf]", "003e00fc")]
    [InlineData(DataType.Bf16, "[1.5, -inf]", "c03f80ff")]
    [InlineData(DataType.Fp32, "[1.5]", "0000c03f")]
    [InlineData(DataType.Fp64, "[1.5]", "000000000000f83f")]
    public async Task Input_OfNumbers_IsAFlatList(DataType type, string expected, string bytes)
    {
        var count = bytes.Length / 2 / type.ElementSize();
        var tensor = Tensor.FromValues<byte>(type, new Shape(count, 1), Convert.FromHexString(bytes));

        var seen = await functions.Lists.TextAsync("return repr(inputs[0])", new NamedTensor("x", tensor));

        seen.ShouldBe($"{{'name': 'x', 'datatype': '{type.WireName()}', 'content_type': None, 'data': {expected}, 'shape': [{count}, 1]}}");
    }

    [Theory]
    [InlineData(DataType.Bool, "bool", "0001")]
    [InlineData(DataType.Int8, "int8", "ff7f")]
    [InlineData(DataType.UInt8, "uint8", "ff7f")]
    [InlineData(DataType.Int16, "int16", "feff0100")]
    [InlineData(DataType.UInt16, "uint16", "feff0100")]
    [InlineData(DataType.Int32, "int32", "feffffff")]
    [InlineData(DataType.UInt32, "uint32", "feffffff")]
    [InlineData(DataType.Int64, "int64", "feffffffffffffff")]
    [InlineData(DataType.UInt64, "uint64", "feffffffffffffff")]
    [InlineData(DataType.Fp16, "float16", "003e00fc")]
    [InlineData(DataType.Bf16, "uint16", "c03f80ff")]
    [InlineData(DataType.Fp32, "float32", "0000c03f")]
    [InlineData(DataType.Fp64, "float64", "000000000000f83f")]
    public async Task Input_SmallForNumpy_IsAnArrayOfItsOwnThatCanBeWritten(DataType type, string expected, string bytes)
    {
        var tensor = Tensor.FromValues<byte>(type, new Shape(bytes.Length / 2 / type.ElementSize()), Convert.FromHexString(bytes));

        var seen = await functions.Arrays.TextAsync("x = inputs[0]['data']\nreturn '%s %d %s %s' % (x.dtype, x.ndim, x.flags.writeable, x.tobytes().hex())", new NamedTensor("x", tensor));

        seen.ShouldBe($"{expected} 1 True {bytes}");
    }

    [Fact]
    public async Task Input_LargeForNumpy_IsAViewOverSharedMemory()
    {
        var values = Enumerable.Range(0, Large / 4).Select(i => (float)i).ToArray();
        var lines = """
            x = inputs[0]["data"]
            base = x
            while getattr(base, "base", None) is not None:
                base = base.base
            if isinstance(base, memoryview):
                base = base.obj
            return "%s %s %s %s %s" % (type(base).__name__, x.flags.owndata, x.shape, x[-1], inputs[0]["shape"])
            """;

        (await functions.Arrays.TextAsync(lines, new NamedTensor("x", Requests.Floats(new Shape(2, 8192), values)))).ShouldBe("mmap False (16384,) 16383.0 [2, 8192]");
        (await functions.Arrays.TextAsync(lines, new NamedTensor("x", Requests.Floats(values[..^1])))).ShouldBe("bytearray False (16383,) 16382.0 [16383]");
    }

    [Fact]
    public async Task Input_KeptByTheFunction_IsNotWrittenOver()
    {
        // itself, a part of it and what is reached through a circle; let go of by the request after
        var lines = """
            import builtins
            kept = builtins.__dict__.setdefault("kept", [])
            x = inputs[0]["data"]
            seen = " ".join("%g:%g" % (array[0], array[-1]) for array in kept)
            if x[0] < 4:
                kept.append([x, x[10:-10], x.reshape(2, -1)[1], memoryview(x)][int(x[0])])
            elif x[0] > 4:
                kept.clear()
                circle = [x]
                circle.append(circle)
            return seen
            """;
        await using var function = await Script.LoadAsync(numpy: true);
        var seen = new List<string>();
        for (var i = 0; i < 7; i++)
            seen.Add(await function.TextAsync(lines, new NamedTensor("x", Requests.Floats([.. Enumerable.Repeat((float)i, Large)]))));

        seen.ShouldBe(["", "0:0", "0:0 1:1", "0:0 1:1 2:2", "0:0 1:1 2:2 3:3", "0:0 1:1 2:2 3:3", ""]);
    }

    [Fact]
    public async Task Input_NoLongerKept_LeavesItsMemory()
    {
        // 6 requests of 24 MB each leave a circle that holds their input: the memory is asked for and found again
        var lines = """
            circle = [inputs[0]["data"]]
            circle.append(circle)
            import os
            fd = [int(n) for n in os.listdir("/proc/self/fd") if "memfd" in os.path.realpath("/proc/self/fd/" + n)]
            return "%d" % max(os.fstat(one).st_blocks * 512 >> 20 for one in fd)
            """;
        await using var function = await Script.LoadAsync(numpy: true);
        using var tensor = Requests.Floats(new float[6 << 20]);
        var most = 0;
        for (var i = 0; i < 12; i++)
            most = Math.Max(most, int.Parse(await function.TextAsync(lines, new NamedTensor("x", tensor.Share())), CultureInfo.InvariantCulture));

        most.ShouldBeInRange(24, 4 * 24);
    }

    [Fact]
    public async Task Input_ManySmallOnes_AreAllRightWhereTheFrameIsFull()
    {
        // 40 of 60 000 bytes: some stand in the frame, others do not
        var inputs = Enumerable.Range(0, 40).Select(i => new NamedTensor($"x{i}", Requests.Longs([.. Enumerable.Repeat((long)i, 7_500)]))).ToArray();
        var lines = "return repr([(int(x['data'][0]), int(x['data'][-1]), len(x['data'])) == (i, i, 7500) for i, x in enumerate(inputs)].count(True))";

        foreach (var function in (Script[])[functions.Lists, functions.Arrays])
        {
            (await function.TextAsync(lines, [.. inputs.Select(input => input with { Tensor = input.Tensor.Share() })])).ShouldBe("40");
        }
    }

    [Fact]
    public async Task Input_OfOtherTypes_IsTextObjectAndBytes()
    {
        NamedTensor[] inputs =
        [
            new("s", Tensor.FromText(DataType.Str, "é\0😀"u8, new Shape(1), "text/plain")),
            new("d", Tensor.FromText(DataType.Dict, """{"a":[1,null,"é"]}"""u8)),
            new("b", Requests.Elements(new Shape(3), [], [0xff, 0], "é"u8.ToArray())),
            new("f", Tensor.FromText(DataType.File, "/tmp/a b"u8, contentType: "image/png")),
            new("e", Requests.Elements(new Shape(0))),
            new("none", Requests.Floats(new Shape(0, 3))),
        ];
        var expected = "[('s', 'str', 'text/plain', [1], 'é\\x00😀'), ('d', 'dict', None, [], {'a': [1, None, 'é']}), ('b', 'BYTES', None, [3], [b'', b'\\xff\\x00', b'\\xc3\\xa9']), "
            + "('f', 'FILE', 'image/png', [], '/tmp/a b'), ('e', 'BYTES', None, [0], []), ('none', 'FP32', None, [0, 3], [])]";

        foreach (var function in (Script[])[functions.Lists, functions.Arrays])
        {
            var seen = await function.TextAsync(
                "return repr([(x['name'], x['datatype'], x['content_type'], x['shape'], x['data'].tolist() if hasattr(x['data'], 'tolist') else x['data']) for x in inputs])",
                [.. inputs.Select(input => input with { Tensor = input.Tensor.Share() })]);

            seen.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Input_LargeText_ComesWhole()
    {
        var text = string.Concat(Enumerable.Repeat("é", 1_000_000));

        (await functions.Lists.TextAsync("return repr(inputs[0]['data'] == 'é' * 1000000)", new NamedTensor("s", Tensor.FromText(DataType.Str, Encoding.UTF8.GetBytes(text))))).ShouldBe("True");
    }

    [Fact]
    public async Task OutputFields_OfARequest_AreWhatWasAskedFor()
    {
        using var request = Script.Request("return [out('y', 'str', repr(output_fields)), out('z', 'INT8', [1]), out('other', 'INT8', [1])]");
        using var asked = new InferenceRequest
        {
            Id = "test",
            Inputs = request.Inputs,
            RequestedOutputs = [new("z", DataType.Int8) { Shape = new Shape(1, -1) }, new("y", Data: "/tmp/here", ContentType: "text/plain")],
        };

        using var result = await functions.Lists.RunAsync(asked);

        result.Error.ShouldBeNull();
        result.Outputs.Select(output => output.Name).ShouldBe(["z", "y"]);
        result.Outputs[1].Tensor.Text().ShouldBe(
            "[{'name': 'z', 'datatype': 'INT8', 'content_type': None, 'data': None, 'shape': [1, -1]}, {'name': 'y', 'datatype': None, 'content_type': 'text/plain', 'data': '/tmp/here', 'shape': None}]");
    }

    [Fact]
    public async Task OutputFields_NothingAskedNothingKnown_IsEmpty() =>
        (await functions.Lists.TextAsync("return repr(output_fields)")).ShouldBe("[]");

    [Fact]
    public async Task ModelKey_IsTheModelsPathOrNothing()
    {
        (await functions.Lists.TextAsync("return repr(model_key)")).ShouldBe("''");
        var path = Path.Combine(Functions.Folder, "echo.model");
        await using var function = await Script.LoadAsync(source: source => source with { ModelPath = path });

        (await function.TextAsync("return model_key")).ShouldBe(path);
    }

    [Fact]
    public async Task Model_IsNoneAtFirstAndThenWhatWasReturned_AlsoAcrossAnException()
    {
        await using var function = await Script.LoadAsync();
        const string Next = "from functions import raw\nreturn raw([out('y', 'str', repr(model))], (model or 0) + 1)";

        (await function.TextAsync(Next)).ShouldBe("None");
        (await function.TextAsync(Next)).ShouldBe("1");
        (await function.ErrorAsync("raise ValueError(7)")).Message.ShouldBe("ValueError: 7");
        (await function.TextAsync(Next)).ShouldBe("2");
    }

    [Fact]
    public async Task Model_IsEachWorkersOwn()
    {
        await using var function = await Script.LoadAsync(concurrency: 2);
        const string Next = "import time\nfrom functions import raw\ntime.sleep(0.2)\nreturn raw([out('y', 'str', repr(model))], os.getpid())";

        // both at once, so that each has one
        (await Task.WhenAll(function.TextAsync(Next), function.TextAsync(Next))).ShouldBe(["None", "None"]);
        var processes = await Task.WhenAll(function.TextAsync(Next), function.TextAsync(Next));
        processes.ShouldBeUnique();
        processes.ShouldNotContain("None");
    }

    [Fact]
    public async Task Environment_IsTheComponentsAndLittleElse()
    {
        Environment.SetEnvironmentVariable("A_SECRET_OF_THE_HOST", "1");
        await using var function = await Script.LoadAsync(source: source => source with { Environment = new Dictionary<string, string> { ["MINE"] = "é =1", ["TZ"] = "UTC" } });

        var names = (await function.TextAsync("return '\\n'.join(n + '=' + v for n, v in os.environ.items())")).Split('\n');

        names.ShouldContain("MINE=é =1");
        names.ShouldContain("TZ=UTC");
        string[] known = ["MINE", "PATH", "HOME", "USER", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH"];
        names.Select(line => line.Split('=')[0]).Except(known).ShouldBeEmpty();
    }

    [Fact]
    public async Task CodeFolder_WherePythonIsToldToLeaveItOut_IsFirstStill()
    {
        await using var function = await Script.LoadAsync(source: source => source with { Environment = new Dictionary<string, string> { ["PYTHONSAFEPATH"] = "1" } });

        (await function.TextAsync("import json\nreturn sys.path[0]")).ShouldBe(Functions.Folder);
    }
}
