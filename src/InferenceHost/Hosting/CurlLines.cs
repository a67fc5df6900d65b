using System.Text;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Predict;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>The line per published API that a person can paste into a shell: its example is the manifest's warm-up, else inputs made up from the signature.</summary>
internal static class CurlLines
{
    private const int LongestExample = 4096;

    /// <summary>Never a password: curl asks for it. Null while the component does not serve, or where no short example can be made.</summary>
    public static string? Of(PublishedApi api, string publicUrl) =>
        Example(api.Component) is { } body
            ? $"curl -s {(api.Access.Users is null ? "" : "-u USER ")}{publicUrl}{api.Url}/predict -H 'Content-Type: application/json' -d '{body.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : null;

    private static string? Example(Component component)
    {
        if (component.Current is not { } generation)
            return null;
        var body = generation.Spec.WarmupBody ?? MadeUp(generation.Signature);
        return body?.Length <= LongestExample ? body : null;
    }

    /// <summary>The writer of answers, with the list called what a request calls it.</summary>
    private static string? MadeUp(Signature signature)
    {
        if (SampleInputs.Make(signature, guesses: true) is not { } inputs)
            return null;
        using var writer = new Protocols.PooledWriter();
        var fault = PredictWriter.Write(writer, inputs);
        foreach (var input in inputs)
            input.Tensor.Dispose();
        return fault is null ? string.Concat("{\"inputs\"", Encoding.UTF8.GetString(writer.Written.Span["{\"outputs\"".Length..])) : null;
    }
}
