namespace Inference.Contracts;

/// <summary>What a signature says of one input or output.</summary>
/// <param name="Name">Unique among the inputs, and among the outputs.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, -1 for any length; null where any shape will do.</param>
public sealed record TensorSpec(string Name, DataType Type, Shape? Shape)
{
    /// <summary>Whether a request may leave the input out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Types that will do beside <see cref="Type"/>.</summary>
    public IReadOnlyList<DataType> OtherTypes { get; init; } = [];

    /// <summary>For people: what it means.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a tensor of the type may stand here.</summary>
    public bool Accepts(DataType type)
    {
        if (type == Type)
            return true;
        for (var i = 0; i < OtherTypes.Count; i++)
        {
            if (OtherTypes[i] == type)
                return true;
        }

        return false;
    }
}
