namespace InferenceHost.Protocols.Json;

/// <summary><c>FP64</c>; what is out of range is no element.</summary>
internal readonly struct Fp64Element : IElement<double>
{
    public static int Read(ReadOnlySpan<byte> text, out double value)
    {
        var length = JsonNumber.Scan(text, out var number);
        if (length <= 0)
            return NamedNumber.ScanBareOrQuoted(text, out value);
        value = DecimalRounding.ToDouble(number, text[..length]);
        return double.IsFinite(value) ? length : 0;
    }
}
