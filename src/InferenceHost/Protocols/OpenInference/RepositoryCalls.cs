using System.Text.Json;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>The model repository extension: the index, and loading and unloading where the host was started with <c>--repository-control</c>.</summary>
internal sealed class RepositoryCalls(RequestLives lives, RepositoryControl control, TimeProvider clock)
{
    private const int MaxBodyBytes = 1 << 20;
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    public async ValueTask IndexAsync(HttpCall call, IScope scope)
    {
        var (options, error) = await ReadAsync(call);
        if (error is not null)
        {
            await Refusal.SendAsync(call, error);
            return;
        }

        await JsonAnswer.SendAsync(call, (scope, options.ReadyOnly), static (json, asked) =>
        {
            json.WriteStartArray();
            foreach (var component in asked.scope.Components.OrderBy(component => component.Spec.FullName, StringComparer.Ordinal))
            {
                if (!asked.ReadyOnly || component.IsReady)
                    WriteEntry(json, component);
            }

            json.WriteEndArray();
        });
    }

    public async ValueTask TellAsync(HttpCall call, IScope scope, string name, ComponentCommandKind kind)
    {
        if (await FindFailureAsync(call, scope, name, kind) is { } error)
            await Refusal.SendAsync(call, error);
        else
            await AnswerSender.SendAsync(call, StatusCodes.Status200OK, ContentTypes.Json);
    }

    private async ValueTask<InferenceError?> FindFailureAsync(HttpCall call, IScope scope, string name, ComponentCommandKind kind)
    {
        if (Find(scope, name, out var component) is { } refusal)
            return refusal;
        var (options, malformed) = await ReadAsync(call);
        return malformed ?? await TellAsync(component!, kind, options.BringsModel, call.Context.RequestAborted);
    }

    /// <summary>The component, where it may be told something; else why not.</summary>
    public InferenceError? Find(IScope scope, string name, out Component? component)
    {
        component = null;
        if (!control.IsAllowed)
            return new InferenceError(ErrorCode.Forbidden, "loading and unloading by request is off: start the host with --repository-control");
        return scope.TryFind(name, out component, out var unknown) ? null : unknown;
    }

    /// <summary>Loads or unloads, and waits until it is done; null where it is.</summary>
    /// <param name="component">Told.</param>
    /// <param name="kind">What.</param>
    /// <param name="bringsModel">The caller brings a model or a configuration along.</param>
    /// <param name="aborted">Cancelled when the caller leaves.</param>
    public async ValueTask<InferenceError?> TellAsync(Component component, ComponentCommandKind kind, bool bringsModel, CancellationToken aborted)
    {
        if (bringsModel)
            return InferenceError.At(ErrorCode.NotSupported, "parameters", "models and their configuration come from boxes and manifests, not with the request");
        using var life = lives.Begin(Deadline.After(clock, LoadTimeout), aborted);
        try
        {
            return await component.TellAsync(kind, life.Token) is { } failed
                ? new InferenceError(failed.Code, $"component {component.Spec.FullName} could not be loaded: {failed.Message}", failed.Details)
                : null;
        }
        catch (OperationCanceledException)
        {
            return new InferenceError(life.EndedBy, "loading goes on without this caller");
        }
    }

    private async ValueTask<(RepositoryOptions Options, InferenceError? Error)> ReadAsync(HttpCall call)
    {
        using var life = lives.Begin(Deadline.After(clock, ReadTimeout), call.Context.RequestAborted);
        var (body, error) = await BodyReader.ReadAsync(call.Request, MaxBodyBytes, life);
        using (body)
            return error is null ? RepositoryOptions.Read(body.Sequence) : (default, error);
    }

    private static void WriteEntry(Utf8JsonWriter json, Component component)
    {
        var status = component.Status;
        json.WriteStartObject();
        json.WriteString("name", component.Spec.FullName);
        json.WriteString("version", ModelVersion.Only);
        json.WriteString("state", status.State.RepositoryName());
        json.WriteString("reason", status.Message);
        json.WriteEndObject();
    }
}
