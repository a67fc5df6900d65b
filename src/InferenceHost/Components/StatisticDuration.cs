namespace InferenceHost.Components;

/// <summary>How often something happened and how long it took in all.</summary>
internal readonly record struct StatisticDuration(long Count, long Nanoseconds);
