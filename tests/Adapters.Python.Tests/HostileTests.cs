using Inference.Adapters.Conformance;
using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.Python.Tests;

/// <summary>A function that is broken or means harm cannot hurt the host, which here is the tests' own process.</summary>
public sealed class HostileTests
{
    // the exchange's descriptors in the worker, and its parts
    private const string Inside = """
        import json, struct, time
        main = sys.modules['__main__']
        frame = sys._getframe()
        while frame.f_code.co_name != 'answer':
            frame = frame.f_back
        worker, number = frame.f_locals['self'], frame.f_locals['number']
        fd, leaving, arriving = worker.channel.fd, worker.outputs.shared.fd, worker.inputs.shared.fd
        def reply(text=b'', blob=b'', number=number, kind=0, texts=None, blobs=None):
            os.write(fd, struct.pack('<IIqI', len(text) if texts is None else texts, len(blob) if blobs is None else blobs, number, kind) + text + blob)
        def entry(datatype='FP32', shape=(1,), at=(0, 0, 4), name=b'y', media=b'', names=None, medias=None, rank=None):
            code = main.ORDER.index(datatype) if isinstance(datatype, str) else datatype
            head = struct.pack('<HHBB', len(name) if names is None else names, len(media) if medias is None else medias, code, len(shape) if rank is None else rank)
            return head + name + media + struct.pack('<%dq' % len(shape), *shape) + struct.pack('<Bqq', *at)
        def one(*arguments, blob=b'abcd', **more):
            reply(entry(*arguments, **more), blob)
        def error(value):
            reply(value if isinstance(value, bytes) else json.dumps(value).encode(), kind=1)

        """;

    [Theory]
    [InlineData("reply(texts=2**32 - 1)")]
    [InlineData("reply(blobs=2**32 - 1)")]
    [InlineData("reply(texts=2**31, blobs=2**31)")]
    [InlineData("reply(kind=3)")]
    [InlineData("reply(kind=2**32 - 1)")]
    [InlineData("os.write(fd, os.urandom(100000) + b'\\xff' * 100)")]
    [InlineData("reply(b'{\"ready\":{\"docstring\":\"\",\"python\":\"\"}}', kind=2)")]
    [InlineData("reply(b'x')")]
    [InlineData("reply(entry()[:-1], b'abcd')")]
    [InlineData("reply(entry() + b'x', b'abcd')")]
    [InlineData("reply(number=number + 1)")]
    [InlineData("reply(number=-1)")]
    [InlineData("reply(number=0)")]
    [InlineData("error(b'')")]
    [InlineData("error(b'[]')")]
    [InlineData("error(b'{')")]
    [InlineData("error(b'[' * 100000)")]
    [InlineData("error(b'{\"kind\":' * 100000)")]
    [InlineData("error(b'\\xff' * 10)")]
    [InlineData("error({})")]
    [InlineData("error({'kind': 'raised', 'type': 5})")]
    [InlineData("error({'kind': 'raised', 'type': '\\ud800', 'message': '', 'traceback': ''})")]
    [InlineData("error(b'{\"\\\\ud800\":1,\"kind\":\"raised\",\"type\":\"\",\"message\":\"\"}')")]
    [InlineData("one(at=(0, 1, 4))")]
    [InlineData("one(at=(0, 2**63 - 1, 4))")]
    [InlineData("one(at=(0, 0, 2**63 - 1))")]
    [InlineData("one(at=(0, -1, 4))")]
    [InlineData("one(at=(0, 0, -4))")]
    [InlineData("one(at=(2, 0, 4))")]
    [InlineData("one(at=(1, 0, 4))")]
    [InlineData("one(at=(1, 2**40, 4))")]
    [InlineData("one(at=(0, 4, 1))")]
    [InlineData("os.ftruncate(leaving, 2**33); one('UINT8', (2**31 - 1,), (1, 0, 2**31 - 1))")]
    [InlineData("one('FP32', (2,))")]
    [InlineData("one('FP32', (2**62, 4))")]
    [InlineData("one('FP32', (-1,))")]
    [InlineData("one('FP32', (1,) * 40)")]
    [InlineData("one('FP32', rank=2)")]
    [InlineData("one('FP32', rank=255)")]
    [InlineData("one(17)")]
    [InlineData("one(255)")]
    [InlineData("one(name=b'\\xff')")]
    [InlineData("one(media=b'\\xff')")]
    [InlineData("one(names=65535)")]
    [InlineData("one(medias=65535)")]
    [InlineData("one('BOOL', (4,), blob=bytes([0, 1, 2, 1]))")]
    [InlineData("one('str', (), blob=b'\\xff\\xfe\\xfd\\xfc')")]
    [InlineData("one('dict', (), blob=b'[12]')")]
    [InlineData("one('dict', (), blob=b'{{{{')")]
    [InlineData("one('dict', (), blob=b'{} {')")]
    [InlineData("one('FILE', (), blob=b'/a\\0b')")]
    [InlineData("one('BYTES', (1,), blob=b'\\x01\\0\\0\\0')")]
    [InlineData("one('BYTES', (1,), blob=b'\\xff\\xff\\xff\\xff')")]
    [InlineData("one('BYTES', (0,))")]
    [InlineData("one('BYTES', (2,), at=(0, 0, 8), blob=b'\\x08\\0\\0\\0\\0\\0\\0\\0')")]
    [InlineData("one('BYTES', (2**40,))")]
    [InlineData("one('BYTES', (2**31,))")]
    [InlineData("os.ftruncate(leaving, 1 << 30); reply(b''.join(entry('UINT8', (1 << 30,), (1, 0, 1 << 30)) for i in range(500)))")]
    [InlineData("os.close(fd); time.sleep(60)")]
    [InlineData("import socket; socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_RDWR); time.sleep(60)")]
    public async Task Reply_Forged_FailsThatRequestAndEndsTheWorker(string lines)
    {
        await using var function = await Script.LoadAsync();
        var process = await function.ProcessAsync();

        var error = await function.ErrorAsync(Inside + lines + "\ntime.sleep(60)");

        error.Code.ShouldBe(ErrorCode.ModelFailed);
        error.Message.ShouldStartWith("the worker process");
        (await function.ProcessAsync()).ShouldNotBe(process);
        function.Events.Ends.Single().Reason.ShouldBe("protocol");
    }

    [Theory]
    [InlineData("os.closerange(0, 1024)")]
    [InlineData("os.closerange(3, 1024)")]
    [InlineData("os.truncate('/proc/self/fd/%d' % leaving, 0); return [out('y', 'UINT8', bytes(200000))]")]
    [InlineData("for f in os.listdir('/proc/self/fd'):\n    try: os.write(int(f), b'garbage' * 100)\n    except OSError: pass")]
    [InlineData("for f in os.listdir('/proc/self/fd'):\n    try: os.ftruncate(int(f), 0)\n    except OSError: pass\nreturn [out('y', 'UINT8', list(bytes(200000)))]")]
    [InlineData("if os.fork() == 0: return [out('y', 'INT8', [1])]\ntime.sleep(0.2)\nreturn [out('y', 'INT8', [2])]")]
    [InlineData("reply()")]
    [InlineData("reply(); reply()")]
    [InlineData("import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\nreturn [out('y', 'UINT8', list(bytes(200000)))]")]
    [InlineData("import threading\ndef write():\n    while True: os.write(fd, b'x')\nthreading.Thread(target=write, daemon=True).start()")]
    [InlineData("main.Worker.answer = None")]
    [InlineData("worker.channel.buffer = None")]
    [InlineData("import gc\nfor o in gc.get_objects():\n    try: o.clear()\n    except BaseException: pass")]
    public async Task Function_ThatBreaksItsProcess_LeavesTheHostWell(string lines)
    {
        await using var function = await Script.LoadAsync();
        await function.ProcessAsync();

        (await function.RunAsync(Inside + lines)).Dispose();

        // what it began may hit its own next request or two, and no other function's
        for (var attempt = 0; ; attempt++)
        {
            using var next = await function.RunAsync("return str(sum(inputs[0]['data']))", new NamedTensor("x", Requests.Longs([.. Enumerable.Repeat(1L, 20_000)])));
            if (next.Error is null)
            {
                next.Outputs.Single().Tensor.Text().ShouldBe("20000");
                break;
            }

            attempt.ShouldBeLessThan(3, next.Error.Message);
        }
    }

    [Fact]
    public async Task Reply_HalfOfOne_IsWaitedForUntilTheTimeIsOver()
    {
        await using var function = await Script.LoadAsync();
        using var request = Script.Request(Inside + "os.write(fd, b'\\x10\\0\\0')\nwhile True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass");
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(async () => await function.Model.InferAsync(request, late.Token));

        (await function.TextAsync("return 'well'")).ShouldBe("well");
        function.Events.Ends.Single().Reason.ShouldBe("timeout");
    }

    [Fact]
    public async Task Reply_OfRandomChanges_IsAReplyOrRefused()
    {
        await using var function = await Script.LoadAsync();
        var answers = 0;
        for (var round = 0; round < 30; round++)
        {
            // its death comes after a success: no back-off
            await function.ProcessAsync();
            var lines = Inside + $$"""
                import random
                r = random.Random({{round}})
                text = entry()
                frame = bytearray(struct.pack('<IIqI', len(text), 4, number, 0) + text + b'abcd')
                for _ in range(r.choice([0, 1, 1, 2, 20])):
                    frame[r.randrange(len(frame))] = r.choice(b'\0\1\2\x7f\xff')
                os.write(fd, frame)
                time.sleep(0.02)
                os._exit(0)
                """;
            using var result = await function.RunAsync(lines);
            answers += result.Error is null ? 1 : 0;
        }

        answers.ShouldBeInRange(1, 29);
    }

    [Theory]
    [InlineData("print('é 😀 \\ud800')", "é 😀 \\ud800")]
    [InlineData("sys.stdout.buffer.write(b'\\xff\\xfe ok\\n')", "\ufffd\ufffd ok")]
    [InlineData("print('err', file=sys.stderr)", "err")]
    [InlineData("os.write(1, b'no end')", "no end")]
    [InlineData("os.system('echo from a child')", "from a child")]
    [InlineData("print('windows\\r')", "windows")]
    public async Task Print_OfAnything_GoesToTheLog(string lines, string expected)
    {
        await using var function = await Script.LoadAsync();

        (await function.TextAsync(lines + "\nreturn 'well'")).ShouldBe("well");

        // what has no end of line comes when the process ends
        await function.ErrorAsync("os._exit(0)");
        await Condition.HoldsAsync(() => function.Events.Lines.Contains(expected), () => string.Join('|', function.Events.Lines));
    }

    [Fact]
    public async Task Print_OfTenMegabytesWithoutAnEnd_ComesInPieces()
    {
        await using var function = await Script.LoadAsync();

        (await function.TextAsync("sys.stdout.write('x' * 10_000_000)\nsys.stdout.flush()\nreturn 'well'")).ShouldBe("well");

        await Condition.HoldsAsync(() => function.Events.Lines.Sum(line => line.Length) > 9_990_000, () => "not printed");
        function.Events.Lines.ShouldAllBe(line => line.Length <= 8 * 1024);
    }

    [Fact]
    public async Task Print_WithoutEnd_EndsWithItsRequest()
    {
        await using var function = await Script.LoadAsync();
        using var request = Script.Request("while True: print('again')");
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(async () => await function.Model.InferAsync(request, late.Token));

        (await function.TextAsync("return 'well'")).ShouldBe("well");
    }

    [Theory]
    [InlineData("os.close(1); os.close(2)")]
    [InlineData("sys.stdout.close(); sys.stderr.close()")]
    [InlineData("sys.stdout = None; sys.stderr = 5")]
    [InlineData("import io\nsys.stdout = io.StringIO()")]
    public async Task Streams_ClosedOrReplaced_ChangeNothing(string lines)
    {
        await using var function = await Script.LoadAsync();
        var process = await function.ProcessAsync();

        (await function.TextAsync(lines + "\nreturn 'well'")).ShouldBe("well");

        (await function.ProcessAsync()).ShouldBe(process);
    }
}
