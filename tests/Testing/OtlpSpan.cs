using System.Text;

namespace Inference.Testing;

/// <summary>As much of a span as tests look at (opentelemetry/proto/trace/v1/trace.proto). Ids in hexadecimal, empty for none.</summary>
public sealed record OtlpSpan(string Trace, string Id, string Parent, string Name)
{
    private const int LengthDelimited = 2;

    /// <summary>Of an ExportTraceServiceRequest: <c>resource_spans</c> 1 → <c>scope_spans</c> 2 → <c>spans</c> 2.</summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] export) =>
        from resource in Fields(export, 1)
        from scope in Fields(resource, 2)
        from span in Fields(scope, 2)
        select new OtlpSpan(Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).FirstOrDefault(Array.Empty<byte>())));

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).FirstOrDefault(Array.Empty<byte>()));

    /// <summary>The values of a length-delimited field (protobuf.dev/programming-guides/encoding).</summary>
    private static List<byte[]> Fields(byte[] message, int field)
    {
        var values = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case LengthDelimited:
                    var length = (int)Varint(message, ref at);
                    if (tag >> 3 == (ulong)field)
                        values.Add(message[at..(at + length)]);
                    at += length;
                    break;
                default:
                    at += sizeof(uint);
                    break;
            }
        }

        return values;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
