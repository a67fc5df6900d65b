using System.Text;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>Says what was expected and what stands there instead.</summary>
internal static class Mismatch
{
    private const int LongestNumber = 40;

    /// <summary>"expected <paramref name="expected"/>, found a string", for the value that is next; where none is, the document is malformed.</summary>
    public static void Add(ref JsonCursor cursor, FieldPath path, string expected, ref ProblemList problems)
    {
        if (Describe(ref cursor, expected) is { } message)
            problems.Add(path.ToString(), message);
    }

    /// <summary>The same, for a part of a tensor's data.</summary>
    public static void Add(ref JsonCursor cursor, FieldPath path, scoped ReadOnlySpan<int> indices, string expected, ref ProblemList problems)
    {
        if (Describe(ref cursor, expected) is { } message)
            problems.Add(new DataTarget(default, default, path).At(indices), message);
    }

    /// <summary>Why the element that is next does not do for a type; null where no value is next: the document is malformed then.</summary>
    public static string? OfElement(ref JsonCursor cursor, DataType type)
    {
        var expected = type switch
        {
            DataType.Bytes => "a string",
            DataType.Bool => "true or false",
            DataType.Fp16 or DataType.Bf16 or DataType.Fp32 or DataType.Fp64 => "a number",
            _ => "an integer",
        };
        var isNumber = expected is "a number" or "an integer" && cursor.PeekKind() == JsonKind.Number;
        return isNumber ? OfNumber(ref cursor, type, expected) : Describe(ref cursor, expected);
    }

    private static string? Describe(ref JsonCursor cursor, string expected)
    {
        var kind = cursor.PeekKind();
        if (kind != JsonKind.None)
            return $"expected {expected}, found {Name(kind)}";
        cursor.Fail("a value");
        return null;
    }

    private static string? OfNumber(ref JsonCursor cursor, DataType type, string expected)
    {
        var mark = cursor.Mark;
        if (!cursor.Skip(namedNumbers: true))
            return null;
        var token = cursor.Since(mark);
        var text = Encoding.ASCII.GetString(token[..Math.Min(token.Length, LongestNumber)]) + (token.Length > LongestNumber ? "…" : "");
        var length = JsonNumber.Scan(token, out var number);
        var isFloat = expected == "a number";
        var isWhole = length > 0 && (number.IsInteger || (number.Exponent >= 0 && !number.IsCut) || WholeNumber.TryRead(number, token, out _));
        return isFloat || isWhole ? $"{text} is out of range for {type.WireName()}{Range(type)}" : $"expected {expected}, found {text}";
    }

    private static string Range(DataType type) => type switch
    {
        DataType.UInt8 => " (0 to 255)",
        DataType.UInt16 => " (0 to 65535)",
        DataType.UInt32 => " (0 to 4294967295)",
        DataType.UInt64 => " (0 to 18446744073709551615)",
        DataType.Int8 => " (-128 to 127)",
        DataType.Int16 => " (-32768 to 32767)",
        DataType.Int32 => " (-2147483648 to 2147483647)",
        DataType.Int64 => " (-9223372036854775808 to 9223372036854775807)",
        DataType.Fp16 => " (-65504 to 65504)",
        DataType.Bf16 => " (-3.39E38 to 3.39E38)",
        DataType.Fp32 => " (-3.4028235E38 to 3.4028235E38)",
        _ => "",
    };

    private static string Name(JsonKind kind) => kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "an array",
        JsonKind.String => "a string",
        JsonKind.Number => "a number",
        JsonKind.Boolean => "a boolean",
        _ => "null",
    };
}
