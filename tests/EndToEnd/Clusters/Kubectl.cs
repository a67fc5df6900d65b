using System.Text.Json;
using Inference.EndToEnd.Nodes;

namespace Inference.EndToEnd.Clusters;

/// <summary>What a person would do with <c>kubectl</c>.</summary>
internal static class Kubectl
{
    /// <summary>What it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments) => ProgramRun.OutputOfAsync("kubectl", arguments, cancellationToken);

    public static Task ApplyAsync(string manifests, CancellationToken cancellationToken) =>
        ProgramRun.OutputOfAsync("kubectl", ["apply", "-f", "-"], cancellationToken, manifests);

    /// <summary>Null where there is none.</summary>
    public static async Task<JsonElement?> FindAsync(string @namespace, string kind, string name, CancellationToken cancellationToken)
    {
        var json = await RunAsync(cancellationToken, "--namespace", @namespace, "get", kind, name, "--ignore-not-found", "--output", "json");
        return json.Length == 0 ? null : JsonDocument.Parse(json).RootElement;
    }

    public static async Task<IReadOnlyList<JsonElement>> ListAsync(string @namespace, string kinds, CancellationToken cancellationToken, params string[] options)
    {
        var json = await RunAsync(cancellationToken, ["--namespace", @namespace, "get", kinds, "--output", "json", .. options]);
        return [.. JsonDocument.Parse(json).RootElement.GetProperty("items").EnumerateArray()];
    }

    /// <summary>The object, once it is as wanted.</summary>
    /// <exception cref="TimeoutException">It never was; with how it was instead.</exception>
    public static async Task<JsonElement> UntilAsync(string @namespace, string kind, string name, Func<JsonElement, bool> isAsWanted, string wanted, CancellationToken cancellationToken)
    {
        JsonElement? last = null;
        await Eventually.HoldsAsync(
            async () => (last = await FindAsync(@namespace, kind, name, cancellationToken)) is { } found && isAsWanted(found),
            () => $"{kind} {@namespace}/{name} is not {wanted}: {(last is { } there ? Status.Whole(there) : "there is none")}",
            cancellationToken);
        return last!.Value;
    }
}
