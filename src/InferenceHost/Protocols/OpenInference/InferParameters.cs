using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>
/// Reads an inference request's <c>parameters</c>. What the protocol itself uses is taken out (<c>binary_data_output</c>, <c>timeout</c>), passed over
/// (<c>priority</c>, <c>headers</c>, and the sequence parameters where they ask for none) or refused (sequences, what begins with <c>triton_</c>); the rest
/// goes to the model.
/// </summary>
internal static class InferParameters
{
    private const string ReservedPrefix = "triton_";
    private static readonly KeyTable Known = new("binary_data_output", "timeout", "priority", "sequence_start", "sequence_end", "sequence_id", "headers");
    private static readonly FieldPath Path = new("parameters");

    public static void Read(ref JsonCursor cursor, ref RequestDraft draft)
    {
        if (!FieldReader.Object(ref cursor, Path, ref draft.Problems))
            return;
        var names = new ParameterNames(Known, Path);
        for (var first = true; cursor.NextProperty(ref first, out var utf8);)
        {
            if (names.Add(ref cursor, ref draft, utf8) is { } name)
                ReadOne(ref cursor, ref draft, name, Path.Of(name));
        }
    }

    /// <summary>The same of a parameter whose value is read already.</summary>
    /// <param name="draft">Gets it, or what is wrong with it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">As <see cref="Parameter"/> has it.</param>
    public static void Read(ref RequestDraft draft, string name, object? value)
    {
        var path = Path.Of(name);
        switch (name)
        {
            case "binary_data_output" when value is bool isBinary:
                draft.IsBinary = isBinary;
                break;
            case "timeout" when value is >= 0L:
                draft.TimeoutMicroseconds = value is 0L ? null : (long)value;
                break;
            case "priority" when value is >= 0L:
            case "sequence_start" or "sequence_end" when value is bool:
                break;
            case "binary_data_output" or "sequence_start" or "sequence_end":
                draft.Problems.Add(path.ToString(), "expected true or false");
                break;
            case "timeout" or "priority":
                draft.Problems.Add(path.ToString(), "expected an integer, 0 or more");
                break;
            default:
                Take(ref draft, name, value, path);
                break;
        }
    }

    private static void ReadOne(ref JsonCursor cursor, ref RequestDraft draft, string name, FieldPath path)
    {
        switch (name)
        {
            case "binary_data_output":
                if (FieldReader.Boolean(ref cursor, path, ref draft.Problems, out var isBinary))
                    draft.IsBinary = isBinary;
                break;
            case "timeout":
                var timeout = Count(ref cursor, ref draft, path);
                draft.TimeoutMicroseconds = timeout == 0 ? null : timeout;
                break;
            case "priority":
                Count(ref cursor, ref draft, path);
                break;
            case "sequence_start" or "sequence_end":
                FieldReader.Boolean(ref cursor, path, ref draft.Problems, out _);
                break;
            default:
                if (FieldReader.Scalar(ref cursor, path, isNullTaken: false, ref draft.Problems, out var value))
                    Take(ref draft, name, value, path);
                break;
        }
    }

    private static void Take(ref RequestDraft draft, string name, object? value, FieldPath path)
    {
        if (name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
            draft.Problems.Add(path.ToString(), $"names that begin with '{ReservedPrefix}' are reserved");
        else if (name == "sequence_id" && value is not (0L or ""))
            draft.Refuse(InferenceError.At(ErrorCode.NotSupported, path.ToString(), "sequences are not served"));
        else if (name is not ("sequence_id" or "headers"))
            draft.Put(new Parameter(name, value));
    }

    /// <summary>An integer of 0 or more.</summary>
    private static long? Count(ref JsonCursor cursor, ref RequestDraft draft, FieldPath path)
    {
        if (!FieldReader.Integer(ref cursor, path, ref draft.Problems, out var value))
            return null;
        if (value >= 0)
            return value;
        draft.Problems.Add(path.ToString(), $"expected 0 or more, got {value}");
        return null;
    }
}
