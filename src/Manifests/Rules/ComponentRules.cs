using Inference.Manifests.Documents;

namespace Inference.Manifests.Rules;

/// <summary>What goes beyond single fields of an MLComponent.</summary>
internal static class ComponentRules
{
    private const string Inference = "spec.mlService.inference";
    private const long LeastMemory = 1 << 20;
    private static readonly string[] s_pythonFields = [Inference + ".entryPoint.pythonPath", Inference + ".entryPoint.tensors"];

    public static MLComponent Check(MLComponent component, FieldReporter report, DocumentIndex index)
    {
        ConnectedBoxRules.Check(component, report, index);
        CheckNumbers(component.Spec, report);
        if (component.Spec.MlService.PackageRegistryName is not null)
            report.Note("spec.mlService.packageRegistryName", "not needed here");
        return CheckEntryPoint(component, report);
    }

    private static MLComponent CheckEntryPoint(MLComponent component, FieldReporter report)
    {
        var inference = component.Spec.MlService.Inference;
        if (!report.Has(Inference))
            return component;
        if (!report.Has(Inference + ".entryPoint"))
        {
            if (!EndsInOnnx(inference, report))
                return component;
            inference = inference with { EntryPoint = new EntryPoint { Onnx = new OnnxEntryPoint() } };
        }

        var entryPoint = inference.EntryPoint;
        if (entryPoint.Onnx is not null && !report.Has(Inference + ".model"))
            report.Error(Inference + ".model", "missing", "the ONNX model that is the component");
        if (entryPoint.Form is EntryPointForm.Onnx or EntryPointForm.DotNet)
        {
            foreach (var field in s_pythonFields.Where(report.Has))
                report.Error(field, "only for pythonFunction");
        }
        else if (entryPoint.Form is EntryPointForm.Python && inference.Batching is not null)
        {
            report.Error(Inference + ".batching", "only for onnx and dotnet: a Python function is given one request at a time");
        }

        return component with { Spec = component.Spec with { MlService = component.Spec.MlService with { Inference = inference } } };
    }

    // no entry point: the model's file name decides
    private static bool EndsInOnnx(InferenceSettings inference, FieldReporter report)
    {
        var isOnnx = inference.Model?.ModelPath.Value.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) == true;
        // a model whose path could not be read has its own error
        if (!isOnnx && (inference.Model is not { } model || model.ModelPath != default))
            report.Error(Inference + ".entryPoint", "missing", "one of pythonFunction, onnx or dotnet in it; only a modelPath that ends in .onnx needs none");
        return isOnnx;
    }

    private static void CheckNumbers(MLComponentSpec spec, FieldReporter report)
    {
        var inference = spec.MlService.Inference;
        CheckBatching(inference, report);
        if (inference.Queue.Timeout > inference.RequestTimeout)
            report.Warning(Inference + ".queue.timeout", $"longer than requestTimeout, {inference.RequestTimeout}, which comes first");
        if (spec.Scaling is { } scaling && report.Has("spec.scaling.maxReplicas") && scaling.MaxReplicas > 0 && scaling.MaxReplicas < scaling.MinReplicas)
            report.Error("spec.scaling.maxReplicas", "", $"at least minReplicas, {scaling.MinReplicas}", $"{scaling.MaxReplicas}");
        CheckMemory("resourceLimits", spec.Image?.ResourceLimits?.Memory, report);
        CheckMemory("resourceRequests", spec.Image?.ResourceRequests?.Memory, report);
        if (spec.Image is { ResourceLimits: { } limits, ResourceRequests: { } requests })
        {
            CheckRequest("cpu", requests.Cpu, limits.Cpu, report);
            CheckRequest("memory", requests.Memory, limits.Memory, report);
        }
    }

    private static void CheckBatching(InferenceSettings inference, FieldReporter report)
    {
        if (inference.Batching is not { } batching)
            return;
        if (batching.MaxDelay >= inference.RequestTimeout)
            report.Error(Inference + ".batching.maxDelay", "", $"less than requestTimeout, {inference.RequestTimeout}", $"{batching.MaxDelay}");
        else if (batching.MaxDelay >= inference.Queue.Timeout)
            report.Error(Inference + ".batching.maxDelay", "", $"less than queue.timeout, {inference.Queue.Timeout}", $"{batching.MaxDelay}");
        if (batching.MaxDelay.Value > TimeSpan.Zero && inference.Queue.MaxLength < batching.MaxBatchSize)
            report.Warning(Inference + ".queue.maxLength", $"less than batching.maxBatchSize, {batching.MaxBatchSize}: requests of one row are refused before a batch is full, while it waits for them");
    }

    // an amount without a unit is bytes, and Kubernetes takes it so
    private static void CheckMemory(string field, Quantity? memory, FieldReporter report)
    {
        if (memory is { IsZero: false } amount && amount.Bytes < LeastMemory)
            report.Warning($"spec.image.{field}.memory", $"{amount.Bytes} bytes, less than any program needs to start", suggestion: $"{amount}Mi");
    }

    private static void CheckRequest(string name, Quantity? request, Quantity? limit, FieldReporter report)
    {
        if (request > limit)
            report.Error($"spec.image.resourceRequests.{name}", "", $"no more than the limit, {limit}", $"{request}");
    }
}
