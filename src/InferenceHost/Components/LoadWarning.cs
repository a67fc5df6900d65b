namespace InferenceHost.Components;

/// <summary>What is wrong with a component that serves.</summary>
/// <param name="Reason">One word, for the status.</param>
/// <param name="Message">For a person.</param>
internal sealed record LoadWarning(string Reason, string Message)
{
    /// <summary>The warm-up on made-up inputs failed.</summary>
    public static LoadWarning OfWarmup(string message) => new("WarmupFailed", message);

    /// <summary>The model does not take what the manifest shows as an example.</summary>
    public static LoadWarning OfExample(string message) => new("ExampleInvalid", $"callers are not shown the manifest's inference.example, which the model would refuse: {message}");
}
