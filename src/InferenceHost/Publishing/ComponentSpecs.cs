using System.Globalization;
using Inference.Adapters.DotNet;
using Inference.Adapters.Onnx;
using Inference.Adapters.Python;
using Inference.Manifests;
using InferenceHost.Batching;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>What a component's manifest comes to on this host.</summary>
internal static class ComponentSpecs
{
    /// <param name="document">Valid, and asking for nothing that is not built.</param>
    /// <param name="manifests">Where its boxes are described.</param>
    /// <param name="settings">Where boxes lie.</param>
    public static ComponentSpec Of(ManifestDocument<MLComponent> document, ManifestSet manifests, PublishingSettings settings)
    {
        var inference = document.Manifest.Spec.MlService.Inference;
        var boxes = new MountedBoxes(document, manifests, settings);
        var model = inference.Model is { } named ? boxes.File(named.ModelBox, named.ModelPath) : null;
        var spec = new ComponentSpec
        {
            Namespace = document.Namespace,
            Name = document.Name,
            Model = model,
            Exchange = Exchange(document),
            Loader = Loader(document, settings),
            Concurrency = inference.Concurrency ?? 1,
            QueueLength = inference.Queue.MaxLength,
            QueueTimeout = inference.Queue.Timeout?.Value,
            Batching = inference.Batching is { } batching ? new BatchLimits(batching.MaxBatchSize, batching.MaxDelay.Value) : null,
            RequestTimeout = inference.RequestTimeout.Value,
            WarmupEnabled = inference.Warmup.Enabled,
            WarmupBody = inference.Warmup.Inputs is { } inputs ? $"{{\"inputs\":{inputs}}}" : null,
            ExampleBody = inference.Example,
        };
        return inference.EntryPoint switch
        {
            { Onnx: not null } => spec with { Concurrency = inference.Concurrency ?? Environment.ProcessorCount, QuickRunsPass = inference.Concurrency is null, Mounts = [model!.Mount], Needed = [model] },
            { Dotnet: { } dotnet } => spec with { SeesMounts = true, Mounts = boxes.All(), Needed = Needed(model, boxes.File(dotnet.AssemblyBox, dotnet.Assembly)) },
            _ => spec with
            {
                SeesMounts = true,
                Mounts = boxes.All(),
                Needed = Needed(model),
                CodeFolder = settings.PythonSocket is null ? CodeFolder(document) : null,
                HostFolder = Path.GetDirectoryName(settings.BoxesFolder),
                Environment = [.. document.Manifest.Spec.Env.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))],
            },
        };
    }

    private static ExchangePlace? Exchange(ManifestDocument<MLComponent> document)
    {
        if (document.Manifest.Spec.MlService.Inference.FileExchange is not { } exchange)
            return null;
        var box = document.Manifest.Spec.Box(exchange.FileBox)!.CopyS3Box!.S3BoxName;
        return new ExchangePlace(document.Namespace, box, Path.Combine($"{document.Namespace}.{document.Name}", exchange.InferenceFilesPath.BelowRoot));
    }

    private static EquatableList<BoxFile> Needed(params BoxFile?[] files) => [.. files.OfType<BoxFile>()];

    private static LoaderChoice Loader(ManifestDocument<MLComponent> document, PublishingSettings settings) =>
        document.Manifest.Spec.MlService.Inference.EntryPoint switch
        {
            { Onnx: { } onnx } => Onnx(onnx),
            { Dotnet: { } dotnet } => DotNet(new DotNetOptions { Assembly = dotnet.Assembly.Value, Type = dotnet.Type }),
            var python => Python(settings.PythonSocket is { } socket ? Elsewhere(python, socket) : Here(python, document, settings)),
        };

    private static PythonOptions Here(EntryPoint python, ManifestDocument<MLComponent> document, PublishingSettings settings) => new()
    {
        Interpreter = PythonInterpreter.Find(settings.Python, Path.GetDirectoryName(document.FilePath)!),
        Function = python.PythonFunction!,
        CodeFolder = CodeFolder(document),
        WorkingFolder = Path.GetDirectoryName(document.FilePath)!,
        NumpyTensors = python.Tensors == "numpy",
        MemoryLimit = document.Manifest.Spec.Image?.ResourceLimits?.Memory?.Bytes,
    };

    /// <summary>In the container of the component's own image, whose interpreter, folder and limits count.</summary>
    private static PythonOptions Elsewhere(EntryPoint python, string socket) => new()
    {
        LauncherSocket = socket,
        Function = python.PythonFunction!,
        CodeFolder = python.PythonPath.Value,
        NumpyTensors = python.Tensors == "numpy",
    };

    private static string CodeFolder(ManifestDocument<MLComponent> document) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document.FilePath)!, document.Manifest.Spec.MlService.Inference.EntryPoint.PythonPath.Value));

    private static LoaderChoice Onnx(OnnxEntryPoint entry)
    {
        var options = new OnnxOptions { IntraOpThreads = entry.IntraOpThreads, ExecutionProviders = entry.ExecutionProviders };
        var threads = entry.IntraOpThreads?.ToString(CultureInfo.InvariantCulture) ?? "shared";
        return new LoaderChoice(new OnnxModelLoader(options), $"onnx; providers {string.Join(',', entry.ExecutionProviders)}; threads {threads}");
    }

    // a record's text says all its members
    private static LoaderChoice Python(PythonOptions options) => new(new PythonModelLoader(options, TimeProvider.System), options.ToString());

    private static LoaderChoice DotNet(DotNetOptions options) => new(new DotNetModelLoader(options), options.ToString());
}
