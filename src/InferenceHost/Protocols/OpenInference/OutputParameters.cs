using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>A requested output's <c>parameters</c>: how it is wanted. Others are read and passed over.</summary>
internal readonly record struct OutputParameters(bool? IsBinary, int Classes)
{
    private static readonly KeyTable Known = new("binary_data", "classification", "shared_memory_region");

    public static OutputParameters Read(ref JsonCursor cursor, ref RequestDraft draft, FieldPath path)
    {
        var result = default(OutputParameters);
        if (!FieldReader.Object(ref cursor, path, ref draft.Problems))
            return result;
        var names = new ParameterNames(Known, path);
        for (var first = true; cursor.NextProperty(ref first, out var utf8);)
        {
            if (names.Add(ref cursor, ref draft, utf8) is { } name)
                result = result.With(ref cursor, ref draft, name, path.Of(name));
        }

        return result;
    }

    private OutputParameters With(ref JsonCursor cursor, ref RequestDraft draft, string name, FieldPath path)
    {
        switch (name)
        {
            case "binary_data":
                return FieldReader.Boolean(ref cursor, path, ref draft.Problems, out var isBinary) ? this with { IsBinary = isBinary } : this;
            case "classification":
                if (!FieldReader.Integer(ref cursor, path, ref draft.Problems, out var classes))
                    return this;
                if (classes is < 0 or > int.MaxValue)
                    draft.Problems.Add(path.ToString(), $"expected 0 to {int.MaxValue}, got {classes}");
                return this with { Classes = (int)Math.Clamp(classes, 0, int.MaxValue) };
            case "shared_memory_region":
                draft.Refuse(InferenceError.At(ErrorCode.NotSupported, path.ToString(), "shared memory is not served; take the data from the answer"));
                cursor.Skip();
                return this;
            default:
                FieldReader.Scalar(ref cursor, path, isNullTaken: false, ref draft.Problems, out _);
                return this;
        }
    }
}
