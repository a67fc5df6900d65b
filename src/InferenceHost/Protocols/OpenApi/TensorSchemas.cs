using System.Text.Json.Nodes;
using Inference.Contracts;

namespace InferenceHost.Protocols.OpenApi;

/// <summary>What a signature says of inputs and outputs, as JSON Schema (draft 2020-12, the dialect of OpenAPI 3.1).</summary>
internal static class TensorSchemas
{
    /// <summary>The name of the schema of a tensor that nothing is said of.</summary>
    public const string AnyTensor = "Tensor";

    /// <summary>The schema named <see cref="AnyTensor"/>.</summary>
    public static JsonObject Any() => Entry(
        new JsonObject { ["type"] = "string" },
        "A named value.",
        Choice(DataTypeExtensions.AllNames),
        new JsonObject { ["type"] = "array", ["items"] = Integer(0), ["description"] = "Dimensions; without it, numeric data has one." },
        new JsonObject { ["description"] = "Numbers, booleans and BYTES: a flat array, row-major. str: a string. dict: an object. FILE: group/file in the caller's part of the box." },
        isShapeNeeded: false);

    /// <summary>A list of inputs or outputs.</summary>
    /// <param name="specs">Those that are known.</param>
    /// <param name="isOpen">Whether there may be others.</param>
    /// <param name="isRequest">Whether all that are not optional must be there; an answer holds those asked for.</param>
    public static JsonObject List(IReadOnlyList<TensorSpec> specs, bool isOpen, bool isRequest)
    {
        var kinds = new JsonArray([.. specs.Select(Of)]);
        if (isOpen)
            kinds.Add(Other(specs));
        var list = new JsonObject { ["type"] = "array" };
        if (kinds.Count > 0)
            list["items"] = new JsonObject { ["anyOf"] = kinds };
        else
            list["maxItems"] = 0;
        var needed = isRequest ? specs.Where(spec => !spec.IsOptional).ToArray() : [];
        if (needed.Length > 0)
            list["allOf"] = new JsonArray([.. needed.Select(Contained)]);
        return list;
    }

    private static JsonObject Of(TensorSpec spec)
    {
        DataType[] types = [spec.Type, .. spec.OtherTypes];
        var isTensor = !types.Any(type => type.IsSingleValue());
        var shape = isTensor ? spec.Shape : null;
        return Entry(
            new JsonObject { ["const"] = spec.Name },
            string.Join(" ", new[] { spec.Description?.TrimEnd('.') + (spec.Description is null ? null : "."), spec.IsOptional ? "Optional." : null }.OfType<string>()),
            Choice(types.Select(type => type.WireName())),
            shape is { } known ? Shape(known) : new JsonObject { ["type"] = "array", ["items"] = Integer(isTensor ? 0 : null) },
            types.Length == 1 ? Data(types[0], shape) : new JsonObject { ["anyOf"] = new JsonArray([.. types.Select(type => Data(type, shape))]) },
            isShapeNeeded: shape is { Rank: not 1 });
    }

    private static JsonObject Other(IReadOnlyList<TensorSpec> specs)
    {
        var any = new JsonObject { ["$ref"] = "#/components/schemas/" + AnyTensor };
        return specs.Count == 0 ? any : new JsonObject
        {
            ["allOf"] = new JsonArray(any, new JsonObject
            {
                ["properties"] = new JsonObject { ["name"] = new JsonObject { ["not"] = Choice(specs.Select(spec => spec.Name)) } },
            }),
        };
    }

    private static JsonObject Contained(TensorSpec spec) => new()
    {
        ["contains"] = new JsonObject
        {
            ["properties"] = new JsonObject { ["name"] = new JsonObject { ["const"] = spec.Name } },
            ["required"] = new JsonArray("name"),
        },
    };

    private static JsonObject Entry(JsonObject name, string description, JsonObject type, JsonObject shape, JsonObject data, bool isShapeNeeded)
    {
        var entry = new JsonObject { ["type"] = "object" };
        if (description.Length > 0)
            entry["description"] = description;
        entry["required"] = isShapeNeeded ? new JsonArray("name", "datatype", "shape", "data") : new JsonArray("name", "datatype", "data");
        entry["properties"] = new JsonObject
        {
            ["name"] = name,
            ["datatype"] = type,
            ["shape"] = shape,
            ["data"] = data,
            ["content_type"] = new JsonObject { ["type"] = "string" },
        };
        return entry;
    }

    private static JsonObject Shape(Shape shape)
    {
        var schema = new JsonObject { ["type"] = "array", ["minItems"] = shape.Rank, ["maxItems"] = shape.Rank };
        if (shape.Rank > 0)
            schema["prefixItems"] = new JsonArray([.. shape.AsArray.Select(length => length == -1 ? Integer(0) : new JsonObject { ["const"] = length })]);
        return schema;
    }

    private static JsonObject Data(DataType type, Shape? shape)
    {
        switch (type)
        {
            case DataType.Str:
                return new JsonObject { ["type"] = "string" };
            case DataType.Dict:
                return new JsonObject { ["type"] = "object" };
            case DataType.File:
                return new JsonObject { ["type"] = "string", ["pattern"] = "^[^/]+/.+$", ["description"] = "group/file in the caller's part of the box" };
            default:
                var data = new JsonObject { ["type"] = "array", ["items"] = Element(type) };
                if (shape is { } known && !known.AsArray.Contains(-1) && known.TryCountElements(out var count))
                    (data["minItems"], data["maxItems"]) = (count, count);
                return data;
        }
    }

    private static JsonObject Element(DataType type) => type switch
    {
        DataType.Bool => new JsonObject { ["type"] = "boolean" },
        DataType.Bytes => new JsonObject { ["type"] = "string" },
        DataType.UInt8 => Integer(byte.MinValue, byte.MaxValue),
        DataType.UInt16 => Integer(ushort.MinValue, ushort.MaxValue),
        DataType.UInt32 => Integer(uint.MinValue, uint.MaxValue),
        DataType.UInt64 => Integer(ulong.MinValue, ulong.MaxValue),
        DataType.Int8 => Integer(sbyte.MinValue, sbyte.MaxValue),
        DataType.Int16 => Integer(short.MinValue, short.MaxValue),
        DataType.Int32 => Integer(int.MinValue, int.MaxValue),
        DataType.Int64 => Integer(long.MinValue, long.MaxValue),

        // what is not finite has no digits in JSON
        _ => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "number" }, Choice(["NaN", "Infinity", "-Infinity"])) },
    };

    private static JsonObject Integer(JsonNode? least, JsonNode? most = null)
    {
        var schema = new JsonObject { ["type"] = "integer" };
        if (least is not null)
            schema["minimum"] = least;
        if (most is not null)
            schema["maximum"] = most;
        return schema;
    }

    private static JsonObject Choice(IEnumerable<string> names) => new() { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };
}
