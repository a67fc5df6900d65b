using System.Text.Json;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>What the Open Inference Protocol asks of a server as a whole.</summary>
internal sealed class ServerCalls(Gate gate, Publication publication)
{
    public const string Name = "inference";

    public static readonly string Version = typeof(ServerCalls).Assembly.GetName().Version!.ToString(3);
    private static readonly string[] InternalExtensions =
        ["binary_tensor_data", "classification", "model_configuration", "model_repository", "statistics"];

    private static readonly string[] PublicExtensions = ["binary_tensor_data", "classification", "model_configuration"];
    private static readonly string[] NotServed =
        ["generate", "trace", "logging", "system_shared_memory", "cuda_shared_memory", "sequence", "V1 protocol"];

    /// <summary>The extensions that a listener has.</summary>
    public static string[] Extensions(bool isInternal) => isInternal ? InternalExtensions : PublicExtensions;

    public static ValueTask MetadataAsync(HttpCall call, IScope scope) => JsonAnswer.SendAsync(call, scope.IsInternal, static (json, isInternal) =>
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("version", Version);
        WriteList(json, "extensions", Extensions(isInternal));
        WriteList(json, "not_served", NotServed);
        json.WriteEndObject();
    });

    public static ValueTask LiveAsync(HttpCall call) => JsonAnswer.SendAsync(call, "live", WriteTrue);

    public ValueTask ReadyAsync(HttpCall call, IScope scope) =>
        NotReady(scope) is { } reason ? Refusal.SendAsync(call, reason) : JsonAnswer.SendAsync(call, "ready", WriteTrue);

    /// <summary>Null where every valid component in scope is ready, and the host is not shutting down.</summary>
    public InferenceError? NotReady(IScope scope)
    {
        if (gate.IsClosing)
            return new InferenceError(ErrorCode.Draining, "draining: the host is shutting down") { RetryAfter = TimeSpan.FromSeconds(1) };
        var missing = scope.IsInternal
            ? [.. StatusList.NotReady(publication.Current).Select(status => $"{status.Namespace}.{status.Name} is {status.State}{Because(status.Message)}")]
            : scope.Components.Where(component => !component.IsReady).Select(component => Desk.NotReadyInPublic(component).Message).ToArray();
        if (missing.Length == 0)
            return null;
        var details = missing.Select(message => new ErrorDetail("", message)).ToArray();
        return new InferenceError(ErrorCode.ModelNotReady, $"not ready: {string.Join("; ", missing)}", details) { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private static string Because(string message) => message.Length == 0 ? "" : $" ({message})";

    private static void WriteTrue(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteBoolean(name, true);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
