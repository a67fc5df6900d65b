using System.Buffers;
using System.Text;

namespace Inference.Telemetry.Metrics;

/// <summary>
/// Writes the lines of the Prometheus text exposition format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
/// </summary>
internal sealed class ExpositionWriter(IBufferWriter<byte> output)
{
    public void Header(string name, string help, string type)
    {
        Text($"# HELP {name} {ExpositionText.Help(help)}\n# TYPE {name} {type}\n");
    }

    public void Sample(in SampleName name, double value)
    {
        Before(name);
        if (double.IsFinite(value))
            Number(value);
        else
            output.Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
        output.Write("\n"u8);
    }

    public void Sample(in SampleName name, long value)
    {
        Before(name);
        Number(value);
        output.Write("\n"u8);
    }

    private void Before(in SampleName name)
    {
        output.Write(name.Family);
        Text(name.Suffix);
        if (name.Labels.Length > 0 || name.UpperBound is not null)
        {
            output.Write("{"u8);
            output.Write(name.Labels);
            if (name.UpperBound is { } bound)
            {
                output.Write(name.Labels.Length > 0 ? ",le=\""u8 : "le=\""u8);
                output.Write(bound);
                output.Write("\""u8);
            }

            output.Write("}"u8);
        }

        output.Write(" "u8);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, output);

    private void Number<T>(T value)
        where T : IUtf8SpanFormattable
    {
        // the longest double or long takes 24 bytes
        value.TryFormat(output.GetSpan(32), out var written, default, provider: null);
        output.Advance(written);
    }
}
