using System.Runtime.Versioning;
using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.Python.Tests;

/// <summary>Functions that cannot be loaded, and those that can no longer be.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ImportTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("", "missing.run", "missing.run could not be imported: ModuleNotFoundError: No module named 'missing' (by /")]
    [InlineData("", "subject.run", "subject.run could not be imported: ImportError: module subject has no function run")]
    [InlineData("run = 5", "subject.run", "subject.run could not be imported: ImportError: module subject has no function run")]
    [InlineData("", "stat.run", "stat.run could not be imported: ImportError: module stat has no function run; it was imported from /")]
    [InlineData("def run(inputs): pass", "subject.run", "subject.run could not be imported: TypeError: run(inputs) cannot be called with (parameters, inputs, output_fields, model_key, model): too many positional arguments")]
    [InlineData("def run(a, b, c, d, e, f): pass", "subject.run", "subject.run could not be imported: TypeError: run(a, b, c, d, e, f) cannot be called with (parameters, inputs, output_fields, model_key, model): missing a required argument: 'f'")]
    [InlineData("def run(:", "subject.run", "subject.run could not be imported: SyntaxError: ")]
    [InlineData("raise ValueError('why')", "subject.run", "subject.run could not be imported: ValueError: why")]
    [InlineData("raise KeyboardInterrupt", "subject.run", "subject.run could not be imported: KeyboardInterrupt")]
    [InlineData("import sys\nsys.exit('bye')", "subject.run", "while subject.run was imported, the worker process exited with code 1; its last lines: bye")]
    [InlineData("import os, sys\nfor i in range(99): print('line', i, file=sys.stderr)\nos._exit(7)", "subject.run", "while subject.run was imported, the worker process exited with code 7; its last lines: line 87 | line 88")]
    [InlineData("import ctypes\nctypes.string_at(0)", "subject.run", "while subject.run was imported, the worker process was killed by SIGSEGV")]
    [InlineData("import os\nos.closerange(0, 1000)", "subject.run", "while subject.run was imported, the worker process ")]
    [InlineData("import os, time\nos.closerange(3, 1000)\ntime.sleep(60)", "subject.run", "while subject.run was imported, the worker process was ended: it closed the exchange and went on")]
    [InlineData("import os, time\nos.write(101, b'x' * 1000)\ntime.sleep(60)", "subject.run", "while subject.run was imported, the worker process was ended: what it sent breaks the exchange")]
    public async Task Load_AModuleThatFails_SaysWhy(string source, string function, string expected)
    {
        folder.Write("subject.py", source);

        var error = await FailAsync(Options(function));

        error.Code.ShouldBe(ErrorCode.ModelUnloadable);
        error.Message.ShouldStartWith(expected);
        error.Message.ShouldNotContain("Traceback");
    }

    [Fact]
    public async Task Load_AModuleThatRaises_ItsTraceGoesToTheLog()
    {
        folder.Write("subject.py", "def why(): raise ValueError('x')\nwhy()");
        var events = new Recorder();

        await FailAsync(Options(), events);

        var (request, details) = events.Raises.ShouldHaveSingleItem();
        request.ShouldBeNull();
        details.ShouldContain("in why");
    }

    [Fact]
    public async Task Load_AModuleThatHangs_IsEndedInTime()
    {
        folder.Write("subject.py", "import time\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass");

        var error = await FailAsync(Options() with { StartTimeout = TimeSpan.FromMilliseconds(500) });

        error.Message.ShouldBe("while subject.run was imported, the worker process was ended: importing the function took longer than 0.5 s");
    }

    [Fact]
    public async Task Load_Cancelled_LeavesNothing()
    {
        folder.Write("subject.py", $"import os, time\nopen({Quote(folder["pid"])}, 'w').write(str(os.getpid()))\nos.rename({Quote(folder["pid"])}, {Quote(folder["started"])})\ntime.sleep(60)");
        using var stop = new CancellationTokenSource();
        var loading = new PythonModelLoader(Options(), TimeProvider.System).LoadAsync(Functions.Source(), stop.Token);
        await Condition.HoldsAsync(() => File.Exists(folder["started"]), () => "never started");

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await loading);
        Directory.Exists($"/proc/{await File.ReadAllTextAsync(folder["started"], TestContext.Current.CancellationToken)}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("no-such-python-anywhere", "no Python interpreter 'no-such-python-anywhere': install Python 3.9 or later, or say with --python which one to use")]
    [InlineData("/no/such/python", "no Python interpreter '/no/such/python'")]
    [InlineData("/etc/passwd", "the interpreter /etc/passwd cannot be started: Permission denied")]
    [InlineData("/bin/false", "the worker process exited with code 1")]
    [InlineData("/bin/true", "the worker process exited with code 0")]
    public async Task Load_WithoutAnInterpreter_SaysSo(string interpreter, string expected) =>
        (await FailAsync(Options("functions.body") with { Interpreter = interpreter, CodeFolder = Functions.Folder })).Message.ShouldContain(expected);

    [Fact]
    public async Task Load_WithSomethingThatIsNoProgram_SaysSo()
    {
        var file = folder.Write("python", "neither a script nor a program");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await FailAsync(Options() with { Interpreter = file })).Message.ShouldBe($"the interpreter {file} cannot be started: Exec format error");
    }

    [Fact]
    public async Task Load_WithAnOldPython_SaysWhichIsNeeded()
    {
        // what an older one would do: it reads the same script and finds its own version wanting
        var file = folder.Write("python", $"#!/bin/sh\nexec {Functions.Interpreter} -c 'import sys, runpy; sys.version_info = (3, 8, 1); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name=\"__main__\")' \"$@\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await FailAsync(Options() with { Interpreter = file })).Message.ShouldContain("its last lines: worker.py needs Python 3.9 or later");
    }

    [Fact]
    public async Task Load_NumpyAskedForAndMissing_SaysWhatToDo()
    {
        // without the folders that packages are installed to
        var file = folder.Write("python", $"#!/bin/sh\nexec {Functions.Interpreter} -S \"$@\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        folder.Write("subject.py", "def run(*_): return [], None");

        var error = await FailAsync(Options() with { Interpreter = file, NumpyTensors = true });

        error.Message.ShouldStartWith("subject.run could not be imported: ImportError: entryPoint.tensors is numpy, and ");
        error.Message.ShouldContain("has no numpy: install it there, or leave tensors out");
    }

    [Fact]
    public async Task Load_WithoutItsFolders_SaysSo()
    {
        (await FailAsync(Options() with { CodeFolder = folder["code"] })).Message.ShouldBe($"the folder {folder["code"]} (pythonPath) does not exist");
        (await FailAsync(Options() with { WorkingFolder = folder["work"] })).Message.ShouldContain("does not exist");
    }

    [Fact]
    public async Task Load_AFunctionInAPackage_IsFound()
    {
        folder.Write("package/__init__.py", "");
        folder.Write("package/inner/part.py", "from . import other\ndef run(*_): return [{'name': 'y', 'data': other.WORD}], None");
        folder.Write("package/inner/other.py", "WORD = 'found'");
        (await LoadAsync(Options("package.inner.part.run"), new Recorder())).TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await using (model)
        {
            using var result = await RunAsync(model!);
            result.Outputs.Single().Tensor.Text().ShouldBe("found");
        }
    }

    [Fact]
    public async Task Workers_ThatCanNoLongerBeStarted_AreAFaultUntilTheyCan()
    {
        const string Source = "import os\ndef run(*_): return [{'name': 'y', 'data': str(os.getpid())}], None";
        folder.Write("subject.py", Source);
        (await LoadAsync(Options(), new Recorder())).TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await using (model)
        {
            using var first = await RunAsync(model!);
            model!.Fault.ShouldBeNull();

            folder.Write("subject.py", "raise ValueError('gone bad, as a file may')");
            System.Diagnostics.Process.GetProcessById(int.Parse(first.Outputs[0].Tensor.Text(), System.Globalization.CultureInfo.InvariantCulture)).Kill();
            await Condition.HoldsAsync(() => model.Fault is not null, () => "no fault");
            using var refused = await RunAsync(model);

            refused.Error!.Code.ShouldBe(ErrorCode.ModelNotReady);
            refused.Error.Message.ShouldBe("subject.run could not be imported: ValueError: gone bad, as a file may");
            model.Fault!.Code.ShouldBe(ErrorCode.ModelNotReady);

            folder.Write("subject.py", Source + "\n# again");
            await Condition.HoldsAsync(() => model.Fault is null, () => "a fault still");
            using var second = await RunAsync(model);
            second.Error.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Workers_ThatCanNoLongerBeStarted_LetNobodyWait()
    {
        folder.Write("subject.py", "import os, time\ndef run(*_):\n    time.sleep(0.3)\n    os._exit(1)");
        (await LoadAsync(Options(), new Recorder())).TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await using (model)
        {
            // one runs, the others stand in line for the worker that never comes
            var runs = Enumerable.Range(0, 3).Select(_ => RunAsync(model!)).ToArray();
            folder.Write("subject.py", "import os\nos._exit(1)");

            var results = await Task.WhenAll(runs);

            results.Select(result => result.Error!.Code).Order().ShouldBe([ErrorCode.ModelNotReady, ErrorCode.ModelNotReady, ErrorCode.ModelFailed]);
            Array.ForEach(results, static result => result.Dispose());
        }
    }

    public void Dispose() => folder.Dispose();

    private static string Quote(string text) => $"'{text}'";

    private static async Task<InferenceResult> RunAsync(IModel model)
    {
        using var request = new InferenceRequest { Id = "test", Inputs = [] };
        return await model.InferAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<Outcome<IModel>> LoadAsync(PythonOptions options, Recorder events) =>
        await new PythonModelLoader(options, TimeProvider.System).LoadAsync(Functions.Source(events: events), TestContext.Current.CancellationToken);

    private static async Task<InferenceError> FailAsync(PythonOptions options, Recorder? events = null)
    {
        (await LoadAsync(options, events ?? new Recorder())).TryGet(out _, out var error).ShouldBeFalse();
        return error!;
    }

    private PythonOptions Options(string function = "subject.run") => Functions.Options(function) with { CodeFolder = folder.FullPath, WorkingFolder = folder.FullPath };
}
