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
    private readonly StoreLog failures;
    private readonly TimeProvider clock;

    private Exchanges(string root, BoxSet boxes, StoreLog failures, TimeProvider clock)
    {
        this.root = root;
        this.boxes = boxes;
        this.failures = failures;
        this.clock = clock;
    }

    /// <summary>Removes what a host that died left.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static Exchanges Open(string root, BoxSet boxes, StoreLog failures, TimeProvider clock)
    {
        Directory.CreateDirectory(root);
        Clean(new DirectoryInfo(root));
        return new Exchanges(root, boxes, failures, clock);
    }

    /// <summary>Whether a request has to do with files.</summary>
    public static bool AreNeeded(Signature signature, InferenceRequest request, UploadedFiles? uploads) =>
        uploads is not null || FileUse.IsAny(signature, request.Inputs, request.RequestedOutputs);

    /// <summary>A place for files that come with a request, whether the component exchanges files with a box or not; null unless there is none.</summary>
    /// <param name="component">Whom it asks.</param>
    /// <param name="limit">Bytes of all files together; null where none can come.</param>
    /// <param name="uploads">Owned by the caller; null where none can come.</param>
    public InferenceError? BeginUploads(ComponentSpec component, long? limit, out UploadedFiles? uploads)
    {
        uploads = null;
        return limit is { } most ? BeginUploads(component, most, out uploads) : null;
    }

    // apart, so that the closure is made only where files come
    private InferenceError? BeginUploads(ComponentSpec component, long most, out UploadedFiles? uploads)
    {
        uploads = null;
        if (!MakeFolder(component).TryGet(out var folder, out var noRoom))
            return noRoom;
        uploads = new UploadedFiles(folder, most, e => failures.ReportFolder(component.FullName, e));
        return null;
    }

    /// <summary>As <see cref="Ticket.RunAsync"/>, with files that come before the run and go after it.</summary>
    /// <param name="ticket">Of the request.</param>
    /// <param name="request">Names files.</param>
    /// <param name="uploads">What came with it, and is taken over; null where nothing could.</param>
    /// <param name="outputsPath">What the protocol calls the list of requested outputs.</param>
    /// <param name="life">Of the request.</param>
    public async ValueTask<InferenceResult> RunAsync(Ticket ticket, InferenceRequest request, UploadedFiles? uploads, string outputsPath, RequestLife life)
    {
        if (uploads?.Check(request.Inputs) is { } unfit)
            return InferenceResult.Failed(unfit);
        if (!Begin(ticket, request, uploads, outputsPath).TryGet(out var files, out var refused))
            return InferenceResult.Failed(refused);
        using (files)
        {
            try
            {
                if (!(await files.BringAsync(request, ticket.Signature, outputsPath, life.Token)).TryGet(out var local, out var missing))
                    return InferenceResult.Failed(missing);
                using var result = await ticket.RunAsync(local, life);
                return result.Error is { } failed ? InferenceResult.Failed(failed) : await files.StoreAsync(result, clock, life.Token);
            }
            catch (OperationCanceledException) when (life.Token.IsCancellationRequested)
            {
                return InferenceResult.Failed(Ticket.Ended(life));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failures.ReportFolder(ticket.Generation.Spec.FullName, e);
                return InferenceResult.Failed(FolderFailure.Of(e, "the request's files"));
            }
        }
    }

    /// <summary>A folder of this request alone, gone when it is disposed of; or why the request cannot have files.</summary>
    private Outcome<RequestFiles> Begin(Ticket ticket, InferenceRequest request, UploadedFiles? uploads, string outputsPath)
    {
        var component = ticket.Generation.Spec;
        CallersBox? box = null;
        if (FileUse.FirstPlace(ticket.Signature, request.Inputs, request.RequestedOutputs, uploads, outputsPath) is { } where
            && !Enter(component, request.Caller).TryGet(out box, out var refused))
        {
            return refused.Code == ErrorCode.InvalidInput && where.Length > 0 ? InferenceError.At(refused.Code, where, refused.Message) : refused;
        }

        if (uploads is not null)
            return new RequestFiles(uploads.Folder, box, uploads, request.Id);
        if (MakeFolder(component).TryGet(out var folder, out var noRoom))
            return new RequestFiles(folder, box, uploads: null, request.Id);
        box?.Dispose();
        return noRoom;
    }

    /// <param name="component">Whom the request asks.</param>
    /// <param name="caller">Whose files; null where nobody was asked.</param>
    private Outcome<CallersBox> Enter(ComponentSpec component, string? caller)
    {
        if (component.Exchange is not { } place)
            return new InferenceError(ErrorCode.InvalidInput, $"component {component.FullName} exchanges no files: its manifest has no spec.mlService.inference.fileExchange");
        if (caller is null)
            return new InferenceError(ErrorCode.InvalidInput, "files belong to users, and this API asks nobody who they are: use one with spec.restfulApi.auth.basic, or send an input's file with the request, as multipart/form-data");
        return boxes.TryEnter(place.Namespace, place.Box, out var box)
            ? new CallersBox(box, new CallerPart(caller))
            : new InferenceError(ErrorCode.StoreUnreachable, $"the box {place.Box} of the component's files is not to be had; the host's log says why");
    }

    private Outcome<RequestFolder> MakeFolder(ComponentSpec component)
    {
        try
        {
            return RequestFolder.Make(Path.Combine(root, component.Exchange?.Folder ?? component.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.ReportFolder(component.FullName, e);
            return FolderFailure.Of(e, "the request's files");
        }
    }

    /// <summary>What lies in the folder of a request is its function's, with links to anywhere and names that .NET cannot say: only folders above are walked.</summary>
    private static void Clean(DirectoryInfo folder)
    {
        try
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                RequestFolder.Remove(folder.FullName);
                return;
            }

            foreach (var inner in folder.GetDirectories().Where(inner => inner.LinkTarget is null))
                Clean(inner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // left by somebody else, or by a function that removed our marker: not ours to remove, and no reason not to start
        }
    }
}
