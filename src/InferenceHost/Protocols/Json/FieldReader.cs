using System.Text;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Reads the values of a request's properties. What is not of the kind wanted is passed over and becomes a problem; the result is null then, and
/// where the document is malformed, which the cursor says.
/// </summary>
internal static class FieldReader
{
    /// <summary>Most dimensions of a shape; the frameworks behind it stop at 64 or before.</summary>
    public const int MostDimensions = 64;

    /// <summary>Enters an object, or passes over what else is there.</summary>
    public static bool Object(ref JsonCursor cursor, FieldPath path, ref ProblemList problems) =>
        cursor.PeekKind() == JsonKind.Object ? cursor.BeginObject() : Refuse(ref cursor, path, "an object", ref problems);

    /// <summary>Enters an array, or passes over what else is there.</summary>
    public static bool Array(ref JsonCursor cursor, FieldPath path, ref ProblemList problems) =>
        cursor.PeekKind() == JsonKind.Array ? cursor.BeginArray() : Refuse(ref cursor, path, "an array", ref problems);

    /// <summary>A string as UTF-8, valid as long as the document.</summary>
    public static bool Text(ref JsonCursor cursor, FieldPath path, ref ProblemList problems, out ReadOnlySpan<byte> value)
    {
        if (cursor.PeekKind() == JsonKind.String)
            return cursor.ReadString(out value);
        value = default;
        return Refuse(ref cursor, path, "a string", ref problems);
    }

    /// <summary>A string; null is taken, too, and means none.</summary>
    public static string? OptionalText(ref JsonCursor cursor, FieldPath path, ref ProblemList problems)
    {
        if (cursor.PeekKind() == JsonKind.Null && cursor.ReadNull())
            return null;
        return Text(ref cursor, path, ref problems, out var value) ? Encoding.UTF8.GetString(value) : null;
    }

    /// <summary>A datatype by its wire name.</summary>
    public static DataType? DataType(ref JsonCursor cursor, FieldPath path, ref ProblemList problems)
    {
        return Text(ref cursor, path, ref problems, out var name) ? TypeNamed(name, path, ref problems) : null;
    }

    /// <summary>A datatype by its wire name, which is read already.</summary>
    public static DataType? TypeNamed(ReadOnlySpan<byte> name, FieldPath path, ref ProblemList problems)
    {
        if (DataTypeExtensions.TryParse(name, out var type))
            return type;
        var meant = NearestName.Find(Encoding.UTF8.GetString(name[..Math.Min(name.Length, Quoted.Most)]), DataTypeExtensions.AllNames);
        var hint = meant is null ? $"expected one of {string.Join(", ", DataTypeExtensions.AllNames)}" : $"did you mean {Quoted.Of(meant)}?";
        problems.Add(path.ToString(), $"unknown datatype {Quoted.Of(name)}; {hint}");
        return null;
    }

    /// <summary>A shape: an array of integers.</summary>
    public static Shape? Shape(ref JsonCursor cursor, FieldPath path, ref ProblemList problems)
    {
        if (!Array(ref cursor, path, ref problems))
            return null;
        Span<long> dimensions = stackalloc long[MostDimensions];
        var count = 0;
        var isGood = true;
        for (var first = true; cursor.NextElement(ref first); count++)
        {
            if (count < MostDimensions)
            {
                isGood &= Integer(ref cursor, path, ref problems, out dimensions[count]);
                continue;
            }

            // passed over, however many
            if (count == MostDimensions)
                problems.Add(path.ToString(), $"expected at most {MostDimensions} dimensions");
            isGood = false;
            if (!cursor.Skip(namedNumbers: true))
                return null;
        }

        return isGood && !cursor.Failed ? new Shape(dimensions[..count].ToArray()) : null;
    }

    /// <summary>Whether a shape has no negative dimension; a problem where it has.</summary>
    public static bool IsCountable(Shape shape, FieldPath path, ref ProblemList problems)
    {
        foreach (var dimension in shape.Dimensions)
        {
            if (dimension < 0)
            {
                problems.Add(path.ToString(), $"expected dimensions of 0 or more, got {dimension}");
                return false;
            }
        }

        return true;
    }

    /// <summary>An integer of 64 bits.</summary>
    public static bool Integer(ref JsonCursor cursor, FieldPath path, ref ProblemList problems, out long value)
    {
        if (cursor.ReadElement<long, IntegerElement<long>>(out value))
            return true;
        var mark = cursor.Mark;
        if (Mismatch.OfElement(ref cursor, Inference.Contracts.DataType.Int64) is { } message)
            problems.Add(path.ToString(), message);
        cursor.Return(mark);
        cursor.Skip();
        return false;
    }

    public static bool Boolean(ref JsonCursor cursor, FieldPath path, ref ProblemList problems, out bool value)
    {
        if (cursor.PeekKind() == JsonKind.Boolean)
            return cursor.ReadBoolean(out value);
        value = false;
        return Refuse(ref cursor, path, "true or false", ref problems);
    }

    /// <summary>A parameter's value, as <see cref="Parameter"/> has it.</summary>
    /// <param name="isNullTaken">Whether null is one.</param>
    public static bool Scalar(ref JsonCursor cursor, FieldPath path, bool isNullTaken, ref ProblemList problems, out object? value)
    {
        value = null;
        switch (cursor.PeekKind())
        {
            case JsonKind.String:
                if (!cursor.ReadString(out var text))
                    return false;
                value = Encoding.UTF8.GetString(text);
                return true;
            case JsonKind.Boolean:
                var isRead = cursor.ReadBoolean(out var boolean);
                value = boolean;
                return isRead;
            case JsonKind.Null when isNullTaken:
                return cursor.ReadNull();
            case JsonKind.Number:
                return Number(ref cursor, path, ref problems, out value);
            default:
                return Refuse(ref cursor, path, isNullTaken ? "a string, a number, true, false or null" : "a string, a number, true or false", ref problems);
        }
    }

    private static bool Number(ref JsonCursor cursor, FieldPath path, ref ProblemList problems, out object? value)
    {
        value = null;
        if (!cursor.ReadNumber(out var number, out var token))
            return false;
        if (number.IsInteger && WholeNumber.TryRead(number, token, out var magnitude) && (!number.IsNegative || magnitude <= 1UL << 63))
        {
            value = number.IsNegative ? (long)(0 - magnitude) : magnitude <= long.MaxValue ? (long)magnitude : magnitude;
            return true;
        }

        var real = DecimalRounding.ToDouble(number, token);
        value = real;
        if (double.IsFinite(real))
            return true;
        problems.Add(path.ToString(), "the number is out of range for FP64");
        return false;
    }

    private static bool Refuse(ref JsonCursor cursor, FieldPath path, string expected, ref ProblemList problems)
    {
        Mismatch.Add(ref cursor, path, expected, ref problems);
        cursor.Skip();
        return false;
    }
}
