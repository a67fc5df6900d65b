namespace Inference.Telemetry.Metrics;

/// <summary>A family whatever its members are: what the registry needs of it.</summary>
internal interface IMetricFamily
{
    void Write(ExpositionWriter writer);

    void RemoveWhere(string label, string value);
}
