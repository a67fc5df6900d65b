using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Runtime;

/// <summary>
/// ONNX Runtime's one environment per process: its shared thread pool, its log, and no telemetry. Everything that touches the native library goes
/// through <see cref="Start"/> first.
/// </summary>
internal static class OnnxEnvironment
{
    private static readonly Lazy<OrtEnv> Environment = new(Create);

    /// <summary>Starts ONNX Runtime, once; or says why that cannot be.</summary>
    public static InferenceError? Start()
    {
        try
        {
            _ = Environment.Value;
            return null;
        }
        catch (Exception e) when (Missing(e) is { } missing)
        {
            return new InferenceError(ErrorCode.ModelUnloadable, $"ONNX Runtime cannot be loaded: {missing.Message}; libonnxruntime has to lie beside the host, as it was published");
        }
    }

    private static Exception? Missing(Exception failure) => failure switch
    {
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException => failure,
        { InnerException: { } inner } => Missing(inner),
        _ => null,
    };

    private static OrtEnv Create()
    {
        // from 1.29 on it sends telemetry to its maker on Linux too, unless this stands in the native environment before the library is loaded
        NativeEnvironment.Set("ORT_DISABLE_TELEMETRY", "1");
        using var threads = new OrtThreadingOptions
        {
            // a CPU limit by cgroup counts
            GlobalIntraOpNumThreads = System.Environment.ProcessorCount,
            GlobalInterOpNumThreads = 1,

            // threads that spin while they wait take the CPUs that the HTTP server answers with
            GlobalSpinControl = false,
        };
        var options = new EnvironmentCreationOptions
        {
            logId = "onnxruntime",

            // what goes wrong comes back as an error of the call; the same again on standard error would not be JSON
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            threadOptions = threads,
        };
        NativeHeap.KeepTrimmed(TimeProvider.System);
        return OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
