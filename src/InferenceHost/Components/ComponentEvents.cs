using Inference.Telemetry.Metrics;

namespace InferenceHost.Components;

/// <summary>What is told of loading: a log line and a metric each.</summary>
internal sealed partial class ComponentEvents(ILogger<ComponentEvents> logger, MetricRegistry metrics)
{
    private readonly MetricFamily<Counter> loads = metrics.Counter("inference_model_loads_total", "Loads of a model, by result.", "component", "result");

    private readonly MetricFamily<Histogram> durations =
        metrics.Histogram("inference_model_load_duration_seconds", "From finding a model's files to serving it.", HistogramBuckets.Seconds, "component");

    private readonly MetricFamily<Counter> restarts =
        metrics.Counter("inference_worker_restarts_total", "Processes of a component that ended or were ended before their time, and are replaced.", "component", "reason");

    private readonly BatchFamilies batches = new(metrics);

    /// <summary>Where the adapter of a component tells what happens to its models.</summary>
    public ModelEvents OfModel(string component, Statistics statistics, TimeProvider clock) => new(component, logger, restarts, batches, statistics, clock);

    public void Loaded(string component, string? digest, double seconds)
    {
        loads.With(component, "success").Increment();
        durations.With(component).Observe(seconds);
        LogLoaded(component, digest ?? "without files", seconds);
    }

    public void LoadFailed(string component, string reason, double seconds)
    {
        loads.With(component, "failure").Increment();
        LogLoadFailed(component, reason, seconds);
    }

    public void Warned(string component, LoadWarning warning) => LogLoadWarning(component, warning.Reason, warning.Message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "component {Component} waits for its model: {Hint}")]
    public partial void ModelMissing(string component, string hint);

    [LoggerMessage(Level = LogLevel.Error, Message = "component {Component} runs nothing now: {Reason}")]
    public partial void Faulted(string component, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "component {Component} runs again")]
    public partial void Recovered(string component);

    [LoggerMessage(Level = LogLevel.Warning, Message = "component {Component}: {Folder} holds more than is watched for changes; put the code into a folder of its own and name it in pythonPath")]
    public partial void CodeNotWhole(string component, string folder);

    [LoggerMessage(Level = LogLevel.Error, Message = "component {Component} met an exception nobody expected")]
    public partial void Bug(Exception exception, string component);

    [LoggerMessage(Level = LogLevel.Information, Message = "component {Component} serves the model {Digest}, loaded in {Seconds} s")]
    private partial void LogLoaded(string component, string digest, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "component {Component} could not be loaded: {Reason} ({Seconds} s)")]
    private partial void LogLoadFailed(string component, string reason, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "component {Component} serves, but ({Reason}) {Message}")]
    private partial void LogLoadWarning(string component, string reason, string message);
}
