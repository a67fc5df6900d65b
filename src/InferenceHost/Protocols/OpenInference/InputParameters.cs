using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>An input's <c>parameters</c>: how its data comes, and a text's media type. Others are read and passed over.</summary>
internal readonly record struct InputParameters(long? BinarySize, bool HasSharedMemory, string? ContentType)
{
    private static readonly KeyTable Known = new("binary_data_size", "content_type", "shared_memory_region");

    public static InputParameters Read(ref JsonCursor cursor, ref RequestDraft draft, FieldPath path)
    {
        var result = default(InputParameters);
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

    private InputParameters With(ref JsonCursor cursor, ref RequestDraft draft, string name, FieldPath path)
    {
        switch (name)
        {
            case "binary_data_size":
                if (!FieldReader.Integer(ref cursor, path, ref draft.Problems, out var size))
                    return this;
                if (size < 0)
                    draft.Problems.Add(path.ToString(), $"expected 0 or more, got {size}");
                return this with { BinarySize = size };
            case "content_type":
                return this with { ContentType = FieldReader.OptionalText(ref cursor, path, ref draft.Problems) };
            default:
                FieldReader.Scalar(ref cursor, path, isNullTaken: false, ref draft.Problems, out _);
                return name is "shared_memory_region" ? this with { HasSharedMemory = true } : this;
        }
    }
}
