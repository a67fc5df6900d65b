using System.Text;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Predict;

/// <summary>A request that works when it is sent as it is: the manifest's example, else its warm-up, else inputs made up from the signature.</summary>
internal static class RequestExample
{
    /// <summary>The body; null while the component does not serve, and where none can be made up: of files, of large inputs, of inputs that nothing is said of.</summary>
    public static string? Of(Component component) => component.Current is { } generation
        ? generation.Example ?? generation.Spec.WarmupBody ?? MadeUp(generation.Signature)
        : null;

    /// <summary>The writer of answers, with the list called what a request calls it.</summary>
    private static string? MadeUp(Signature signature)
    {
        if ((signature.HasOpenInputs && signature.Inputs.Count == 0) || SampleInputs.Make(signature, guesses: true) is not { } inputs)
            return null;
        using var writer = new PooledWriter();
        var fault = PredictWriter.Write(writer, inputs);
        foreach (var input in inputs)
            input.Tensor.Dispose();
        return fault is null ? string.Concat("{\"inputs\"", Encoding.UTF8.GetString(writer.Written.Span["{\"outputs\"".Length..])) : null;
    }
}
