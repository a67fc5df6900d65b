namespace Inference.Adapters.Python.Processes;

/// <summary>Why a worker process is ended.</summary>
/// <param name="Word">For a metric.</param>
/// <param name="Message">For a person.</param>
internal sealed record EndReason(string Word, string Message)
{
    public static EndReason Unloaded { get; } = new("unload", "the component is unloaded");

    public static EndReason Timeout { get; } = new("timeout", "its request was over the requestTimeout and did not stop when interrupted");

    public static EndReason LauncherGone { get; } = new("launcher", "the adapter container ended or restarted; its log and its status say why");

    public static EndReason Closed { get; } = new("protocol", "it closed the exchange and went on");

    public static EndReason StartTimeout(TimeSpan limit) => new("timeout", $"importing the function took longer than {limit.TotalSeconds} s");

    public static EndReason Protocol(string what) => new("protocol", $"what it sent breaks the exchange ({what})");
}
