using InferenceHost.Components;
using InferenceHost.Protocols.Predict;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>The line per published API that a person can paste into a shell: with an example of a request.</summary>
internal static class CurlLines
{
    private const int LongestExample = 4096;

    /// <summary>Never a password: curl asks for it. Null while the component does not serve, or where no short example can be made.</summary>
    public static string? Of(PublishedApi api, string publicUrl) =>
        Example(api.Component) is { } body
            ? $"curl -sS {Credentials(api.Access)}{publicUrl}{api.Url}/predict -H 'Content-Type: application/json' -d '{body.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : null;

    private static string? Example(Component component) => (RequestExample.Of(component) ?? Least(component)) is { Length: <= LongestExample } body ? body : null;

    /// <summary>Of a component that says nothing of its inputs: whether it takes none is for the caller to see.</summary>
    private static string? Least(Component component) =>
        component.Current is { Signature: { HasOpenInputs: true, Inputs.Count: 0 } } ? "{\"inputs\":[]}" : null;

    private static string Credentials(ApiAccess access) => access.IsOpen ? "" : access.Users is not null ? "-u USER " : "-H 'Authorization: Bearer TOKEN' ";
}
