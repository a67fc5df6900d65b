using Inference.Contracts;
using Inference.Telemetry.Metrics;
using InferenceHost.Batching;

namespace InferenceHost.Components;

/// <summary>What the adapter of one component tells: log lines and a count. Each line of the log stays one line, whatever the text holds.</summary>
/// <param name="component">Its full name.</param>
/// <param name="logger">Where to tell.</param>
/// <param name="restarts">By component and reason.</param>
/// <param name="batches">What is counted of runs, where requests are joined.</param>
/// <param name="statistics">The component's.</param>
/// <param name="clock">For how much may be printed.</param>
internal sealed partial class ModelEvents(string component, ILogger logger, MetricFamily<Counter> restarts, BatchFamilies batches, Statistics statistics, TimeProvider clock) : IModelEvents, IBatchEvents
{
    private readonly Counter?[] releases = new Counter?[Enum.GetValues<BatchRelease>().Length];
    private Histogram? sizes;
    private const int LongestLine = 4096;
    private const int LongestTrace = 16_384;
    private readonly LogAllowance allowance = new(clock);

    public void Printed(string line)
    {
        var cut = Cut(line, LongestLine);
        if (allowance.TryTake(cut.Length))
            LogPrinted(component, cut);
    }

    public void Warned(string message) => LogWarned(component, Cut(message, LongestLine));

    public void Raised(string? requestId, string details)
    {
        // the end of a trace says what happened
        var trace = details.Length <= LongestTrace ? details : "…" + details[^LongestTrace..];
        if (requestId is null)
            LogRaisedLoading(component, trace);
        else
            LogRaised(component, requestId, trace);
    }

    public void WorkerEnded(string reason, string message)
    {
        restarts.With(component, reason).Increment();
        LogWorkerEnded(component, reason, Cut(message, LongestLine));
    }

    public void Released(BatchRelease release, int rows)
    {
        (releases[(int)release] ??= batches.Released(component, release)).Increment();
        (sizes ??= batches.Size(component)).Observe(rows);
    }

    public void Ran(int rows, long ticks) => statistics.RecordRun(rows, ticks);

    public void Unsplittable() => LogUnsplittable(component);

    /// <summary>Tells how many lines were dropped since it was last called.</summary>
    public void TellDropped()
    {
        if (allowance.TakeDropped() is > 0 and var lines)
            LogDropped(component, lines);
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Component} printed: {Line}")]
    private partial void LogPrinted(string component, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "component {Component}: {Notice}")]
    private partial void LogWarned(string component, string notice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Component} printed {Lines} lines more, which are not kept: it prints too much")]
    private partial void LogDropped(string component, long lines);

#pragma warning disable SYSLIB1015 // a traceback is a field of the line, not a part of its message: many lines of text
    [LoggerMessage(Level = LogLevel.Error, Message = "the code of component {Component} raised an error in request {RequestId}")]
    private partial void LogRaised(string component, string requestId, string traceback);

    [LoggerMessage(Level = LogLevel.Error, Message = "the code of component {Component} raised an error while it was loaded")]
    private partial void LogRaisedLoading(string component, string traceback);
#pragma warning restore SYSLIB1015

    [LoggerMessage(Level = LogLevel.Warning, Message = "component {Component}: the outputs of a batch do not have a row for every row of its inputs, so requests are run one by one from now on; remove batching from its manifest, or export a model whose outputs begin with the batch axis")]
    private partial void LogUnsplittable(string component);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a worker of component {Component} ended ({Reason}) and is replaced: {End}")]
    private partial void LogWorkerEnded(string component, string reason, string end);
}
