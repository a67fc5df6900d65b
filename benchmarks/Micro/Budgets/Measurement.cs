namespace Inference.Micro.Budgets;

/// <summary>What one operation takes, at best.</summary>
internal readonly record struct Measurement(long Bytes, double Nanoseconds);
