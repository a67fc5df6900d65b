namespace Inference.Telemetry.Metrics;

/// <summary>What stands before the value in a line of the exposition format. Name and labels are text of the format already.</summary>
internal readonly record struct SampleName(byte[] Family, byte[] Labels)
{
    public string Suffix { get; init; } = "";

    public byte[]? UpperBound { get; init; }
}
