using System.Buffers;
using System.Text;
using Inference.Telemetry.Metrics;

namespace Inference.Telemetry.Tests.Metrics;

internal static class Page
{
    public static string Of(MetricRegistry registry)
    {
        var output = new ArrayBufferWriter<byte>();
        registry.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The value of the sample whose name and labels are exactly these.</summary>
    public static double Value(string page, string sample)
    {
        var line = page.Split('\n').Single(line => line.StartsWith(sample + " "));
        return double.Parse(line[(sample.Length + 1)..]);
    }
}
