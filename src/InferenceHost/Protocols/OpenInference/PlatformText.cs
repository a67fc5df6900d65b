using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>The platform's own types in this protocol: a <c>str</c> or <c>dict</c> of the signature comes as one element of <c>BYTES</c>.</summary>
internal static class PlatformText
{
    /// <summary>The media type of a text that names none.</summary>
    public static string? ContentType(Tensor tensor) => tensor.ContentType ?? tensor.Type switch
    {
        DataType.Str => "text/plain",
        DataType.Dict => "application/json",
        _ => null,
    };

    /// <summary>The tensor as the signature has it; takes over the one given. Null where it does not do, and the draft says why.</summary>
    public static Tensor? Convert(Tensor tensor, string name, string? contentType, FieldPath input, ref RequestDraft draft)
    {
        if (tensor.Type != DataType.Bytes || !draft.Signature.TryFindInput(name, out var spec) || TypeOf(spec) is not { } type)
            return tensor;
        using (tensor)
        {
            if (type == DataType.File)
                draft.Refuse(InferenceError.At(ErrorCode.NotSupported, input.ToString(), "FILE inputs are not served in this protocol yet; use predict"));
            else if (tensor.Count != 1)
                draft.Problems.Add(input.Of("shape").ToString(), $"expected one element for {type.WireName()}, got shape {tensor.Shape}");
            else if (TextValue.Fault(type, tensor.Element(0)) is { } fault)
                draft.Problems.Add(input.Of("data").ToString(), fault);
            else
                return Tensor.FromText(type, tensor.Element(0), tensor.Shape, contentType);
        }

        return null;
    }

    /// <summary>The first of an input's types that comes as BYTES; a FILE only where there is no other. Null where BYTES stay what they are.</summary>
    private static DataType? TypeOf(TensorSpec spec)
    {
        var found = Text(spec.Type);
        for (var i = 0; i < spec.OtherTypes.Count && found is null or DataType.File; i++)
            found = Text(spec.OtherTypes[i]) ?? found;
        return found == DataType.Bytes ? null : found;

        static DataType? Text(DataType type) => type >= DataType.Bytes ? type : null;
    }
}
