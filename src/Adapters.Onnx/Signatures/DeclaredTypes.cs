using Inference.Adapters.Onnx.Files;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Signatures;

/// <summary>Whether the declared inputs and outputs can be given as tensors; told before ONNX Runtime's API trips over a type it does not name.</summary>
internal static class DeclaredTypes
{
    // below this version of the format an initializer may stand among the inputs without being one
    private const int FirstOverridableIrVersion = 4;

    public static InferenceError? Check(ModelFile file)
    {
        var model = file.Description;
        var details = new List<ErrorDetail>();
        foreach (var input in model.Inputs)
        {
            if (model.IrVersion >= FirstOverridableIrVersion || !model.Initializers.Contains(input.Name))
                Add(details, "input", input.Name, WhatIsWrong(input.Type.Required));
        }

        foreach (var output in model.Outputs)
        {
            if (!IsZipMap(output.Type))
                Add(details, "output", output.Name, WhatIsWrong(output.Type));
            else if (!model.ZipMaps.TryGetValue(output.Name, out var labels) || labels.Distinct(StringComparer.Ordinal).Count() != labels.Length)
                Add(details, "output", output.Name, $"{output.Type} can be given as a tensor only where it comes straight from a ZipMap; {ExportAdvice}");
        }

        return details.Count == 0
            ? null
            : new InferenceError(ErrorCode.ModelUnloadable, $"{file.Name}: {string.Join("; ", details.Select(detail => detail.Message))}", details);
    }

    /// <summary>Class probabilities as scikit-learn exporters like to give them.</summary>
    public static bool IsZipMap(DeclaredType type) =>
        type is { Kind: ValueKind.Sequence, Element: { Kind: ValueKind.Map, Element: { Kind: ValueKind.Tensor, ElementType: 1 } } };

    private const string ExportAdvice = "export without it: options={id(model): {'zipmap': False}} in skl2onnx";

    private static void Add(List<ErrorDetail> details, string role, string name, string? message)
    {
        if (message is not null)
            details.Add(new ErrorDetail(name, $"{role} '{name}': {message}"));
    }

    private static string? WhatIsWrong(DeclaredType type) =>
        type.Kind switch
        {
            // what is not declared, ONNX Runtime infers or refuses
            ValueKind.Unknown => null,
            ValueKind.Tensor when type.ElementType == 0 || ElementTypes.TryMap(type.ElementType, out _) => null,
            ValueKind.Tensor => $"the element type {ElementTypes.OnnxName(type.ElementType)} has no counterpart in the Open Inference Protocol; add a Cast to the model",
            ValueKind.Sequence when type.Element?.Kind == ValueKind.Map => $"{type} cannot be given as a tensor; {ExportAdvice}",
            _ => $"{type} cannot be given as a tensor; export the model with tensors as its inputs and outputs",
        };
}
