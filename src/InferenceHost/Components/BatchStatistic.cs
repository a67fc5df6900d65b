namespace InferenceHost.Components;

/// <summary>The runs of one size; the count of each duration is that of the runs.</summary>
/// <param name="Rows">Rows in each of them.</param>
/// <param name="ComputeInput">Reading the requests that were in them.</param>
/// <param name="ComputeInfer">The runs.</param>
/// <param name="ComputeOutput">Answering those requests.</param>
internal readonly record struct BatchStatistic(long Rows, StatisticDuration ComputeInput, StatisticDuration ComputeInfer, StatisticDuration ComputeOutput);
