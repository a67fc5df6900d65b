using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>One input of a predict request, as far as it can be judged without the model.</summary>
internal sealed record WarmupInput
{
    public string Name { get; init; } = "";

    internal static ObjectSchema<WarmupInput> Schema { get; } = new ObjectSchema<WarmupInput>("An input of a predict request.")
        .Required("name", Texts.NotEmpty, (i, v) => i with { Name = v }, "Its name in the model's signature.")
        .Required(
            "datatype",
            Texts.Choice(
                "FP32", "FP64", "FP16", "BF16", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "BOOL", "BYTES",
                "FILE", "str", "dict"),
            (i, _) => i,
            "Its data type.")
        .Optional("shape", Texts.Json, _ => null, (i, _) => i, "Its dimensions.")
        .Optional("content_type", Texts.NotEmpty, _ => null, (i, _) => i, "The media type of a FILE.")
        .Required("data", Texts.Json, (i, _) => i, "Its values, flat or nested.");
}
