using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;
using InferenceHost.Files;

namespace InferenceHost.Exchange;

/// <summary>Makes the folders that requests with files work in.</summary>
internal sealed class Exchanges
{
    /// <summary>Lies in every folder of ours: nothing without it is ever removed.</summary>
    public const string Marker = ".inference-request";
    private readonly string root;
    private readonly BoxSet boxes;

    private Exchanges(string root, BoxSet boxes)
    {
        this.root = root;
        this.boxes = boxes;
    }

    /// <summary>Removes what a host that died left.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static Exchanges Open(string root, BoxSet boxes)
    {
        Directory.CreateDirectory(root);
        foreach (var marker in Directory.EnumerateFiles(root, Marker, SearchOption.AllDirectories).ToArray())
            RequestFolder.Remove(Path.GetDirectoryName(marker)!);
        return new Exchanges(root, boxes);
    }

    /// <summary>As <see cref="Ticket.RunAsync"/>, with files that come before the run and go after it.</summary>
    public async ValueTask<InferenceResult> RunAsync(Ticket ticket, InferenceRequest request, string outputsPath, RequestLife life)
    {
        if (!Begin(ticket.Generation.Spec, request.Caller, request.Id).TryGet(out var files, out var refused))
            return InferenceResult.Failed(At(refused, FileUse.FirstPlace(ticket.Signature, request.Inputs, request.RequestedOutputs, outputsPath)));
        using (files)
        {
            try
            {
                if (!(await files.BringAsync(request, ticket.Signature, outputsPath, life.Token)).TryGet(out var local, out var missing))
                    return InferenceResult.Failed(missing);
                using var result = await ticket.RunAsync(local, life);
                return result.Error is { } failed ? InferenceResult.Failed(failed) : await files.StoreAsync(result, life.Token);
            }
            catch (OperationCanceledException) when (life.Token.IsCancellationRequested)
            {
                return InferenceResult.Failed(Ticket.Ended(life));
            }
        }
    }

    private static InferenceError At(InferenceError error, string? where) =>
        error.Code == ErrorCode.InvalidInput && where is { Length: > 0 } ? InferenceError.At(error.Code, where, error.Message) : error;

    /// <summary>A folder of this request alone, gone when it is disposed of; or why the request cannot have files.</summary>
    /// <param name="component">Whom it asks.</param>
    /// <param name="caller">Whose files; null where nobody was asked.</param>
    /// <param name="requestId">Names where outputs go that the caller gives no place.</param>
    private Outcome<RequestFiles> Begin(ComponentSpec component, string? caller, string requestId)
    {
        if (component.Exchange is not { } place)
            return new InferenceError(ErrorCode.InvalidInput, $"component {component.FullName} exchanges no files: its manifest has no spec.mlService.inference.fileExchange");
        if (caller is null)
            return new InferenceError(ErrorCode.InvalidInput, "files belong to users, and this API asks nobody who they are: use one with spec.restfulApi.auth.basic");
        if (!boxes.TryEnter(place.Namespace, place.Box, out var box))
            return new InferenceError(ErrorCode.StoreUnreachable, $"the box {place.Box} of the component's files is not to be had; the host's log says why");
        try
        {
            return new RequestFiles(RequestFolder.Make(Path.Combine(root, place.Folder)), box, new CallerPart(caller), requestId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            box.Leave();
            return new InferenceError(ErrorCode.StoreFull, $"this host has no room for the request's files: {e.Message}");
        }
    }
}
