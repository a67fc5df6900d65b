using Inference.Manifests.Schemas;

namespace Inference.Manifests;

public sealed record MLComponentSpec
{
    /// <summary>Null when the manifest says none: only Python components in a cluster need one.</summary>
    public ImageSettings? Image { get; init; }

    public IReadOnlyList<EnvironmentVariable> Env { get; init; } = [];

    public MLService MlService { get; init; } = new();

    public IReadOnlyList<ConnectedBox> ConnectedBoxes { get; init; } = [];

    /// <summary>Null: one replica.</summary>
    public ScalingSettings? Scaling { get; init; }

    /// <summary>The box of that alias, or null.</summary>
    public ConnectedBox? Box(string? alias) => ConnectedBoxes.FirstOrDefault(box => box.Name == alias);

    private static readonly ListSchema<EnvironmentVariable> s_variables = new(EnvironmentVariable.Schema, "a list of variables")
    {
        KeyField = "name",
        Key = variable => variable.Name,
    };

    private static readonly ListSchema<ConnectedBox> s_boxes = new(ConnectedBox.Schema, "a list of boxes")
    {
        KeyField = "name",
        Key = box => box.Name,
    };

    internal static ObjectSchema<MLComponentSpec> Schema { get; } = new ObjectSchema<MLComponentSpec>("A model and how it is run.")
        .Optional("image", ImageSettings.Schema, s => s.Image, (s, v) => s with { Image = v }, "The image of a Python component; a local run needs none.")
        .Optional("env", s_variables, s => s.Env, (s, v) => s with { Env = v }, "The environment of a Python component.")
        .Required("mlService", MLService.Schema, (s, v) => s with { MlService = v }, "The service made of the model.")
        .Optional("connectedBoxes", s_boxes, s => s.ConnectedBoxes, (s, v) => s with { ConnectedBoxes = v }, "The boxes it uses.")
        .Optional("scaling", ScalingSettings.Schema, s => s.Scaling, (s, v) => s with { Scaling = v }, "How many pods a cluster runs.");
}
