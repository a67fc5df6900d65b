using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Runtime;

/// <summary>Opens ONNX Runtime sessions with the settings that every model of the process has.</summary>
internal static class Sessions
{
    /// <exception cref="OnnxRuntimeException">The model is not to ONNX Runtime's liking.</exception>
    public static Outcome<InferenceSession> Open(string path, OnnxOptions options, CancellationToken cancellationToken)
    {
        if (options.IntraOpThreads is < 1)
            return Unloadable($"entryPoint.onnx.intraOpThreads: expected 1 or more, found {options.IntraOpThreads}");
        if (ExecutionProvider.Check(options.ExecutionProviders) is { } error)
            return error;

        if (OnnxEnvironment.Start() is { } missing)
            return missing;
        using var settings = new SessionOptions();
        SetThreads(settings, options);
        SetMemory(settings);
        settings.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

        // no .ort files: that format is read without being verified
        settings.AddSessionConfigEntry("session.load_model_format", "ONNX");
        using var registration = cancellationToken.UnsafeRegister(static state => ((SessionOptions)state!).SetLoadCancellationFlag(value: true), settings);
        return new InferenceSession(path, settings);
    }

    // An arena never gives memory back, so that one large request would cost its size for ever; blocks planned per shape are the same in small, and slow
    // without an arena. The allocator of the C library is as quick for small tensors and within a tenth for large ones.
    private static void SetMemory(SessionOptions settings)
    {
        settings.EnableCpuMemArena = false;
        settings.EnableMemoryPattern = false;
    }

    private static void SetThreads(SessionOptions settings, OnnxOptions options)
    {
        settings.InterOpNumThreads = 1;
        if (options.IntraOpThreads is { } threads)
        {
            settings.IntraOpNumThreads = threads;
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        }
        else
        {
            settings.DisablePerSessionThreads();
        }
    }

    private static InferenceError Unloadable(string message) => new(ErrorCode.ModelUnloadable, message);
}
