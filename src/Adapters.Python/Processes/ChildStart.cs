namespace Inference.Adapters.Python.Processes;

/// <summary>A process, or why there is none.</summary>
/// <param name="Child">Null where it was not started.</param>
/// <param name="Problem">Why; for a person.</param>
/// <param name="IsForNow">Whether that says nothing of the worker, and may be over soon.</param>
internal sealed record ChildStart(IChild? Child, string Problem = "", bool IsForNow = false);
