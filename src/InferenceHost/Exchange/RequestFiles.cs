using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Exchange;

/// <summary>The files of one request, in a folder of its own, which is gone when this is disposed of, whatever happened.</summary>
/// <param name="folder">Of the request.</param>
/// <param name="box">What files come from and go to; null where the request has to do with no file of a box.</param>
/// <param name="uploads">Files that came with it; null where none could.</param>
/// <param name="requestId">Names where outputs go that the caller gives no place.</param>
internal sealed class RequestFiles(RequestFolder folder, CallersBox? box, UploadedFiles? uploads, string requestId) : IDisposable
{
    private readonly IncomingFiles? incoming = box is null ? null : new(folder.FullPath, box, requestId);
    private readonly OutgoingFiles? outgoing = box is null ? null : new(folder.FullPath, box, requestId);
    private readonly List<NamedTensor> inputs = [];
    private readonly List<RequestedOutput> asked = [];

    /// <summary>Brings the inputs in and finds places for the outputs. The request as the component gets it, owned by this, or why it cannot be.</summary>
    public async ValueTask<Outcome<InferenceRequest>> BringAsync(InferenceRequest request, Signature signature, string outputsPath, CancellationToken cancellationToken)
    {
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var (name, tensor) = request.Inputs[i];
            if (tensor.Type != DataType.File)
                inputs.Add(new NamedTensor(name, tensor.Share()));
            else if (uploads is not null && UploadedFiles.IsMeant(tensor))
                inputs.Add(new NamedTensor(name, uploads.Find(tensor)));
            else if ((await incoming!.BringAsync(tensor, i, cancellationToken)).TryGet(out var local, out var missing))
                inputs.Add(new NamedTensor(name, local));
            else
                return missing;
        }

        var wanted = request.RequestedOutputs;
        if (wanted.Count == 0)
            wanted = [.. signature.Outputs.Where(static output => !output.IsOptional).Select(static output => new RequestedOutput(output.Name, output.Type))];
        for (var i = 0; i < wanted.Count; i++)
        {
            if (FileUse.TypeOf(signature, wanted[i]) != DataType.File)
                asked.Add(wanted[i]);
            else if (outgoing!.Place(wanted[i], i, $"{outputsPath}[{i}].data").TryGet(out var placed, out var wrong))
                asked.Add(placed);
            else
                return wrong;
        }

        return new InferenceRequest
        {
            Id = request.Id,
            Inputs = inputs,
            RequestedOutputs = asked,
            Parameters = request.Parameters,
            Caller = request.Caller,
            Deadline = request.Deadline,
            Limit = request.Limit,
            Trace = request.Trace,
            ScratchFolder = folder.FullPath,
        };
    }

    /// <summary>Stores the files among the outputs; where one cannot be, takes those before it back. The result to answer with becomes the caller's; the one given stays so.</summary>
    public async ValueTask<InferenceResult> StoreAsync(InferenceResult result, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (outgoing is null && FileRefusal.Check(result) is { } unasked)
            return InferenceResult.Failed(unasked);
        var outputs = new List<NamedTensor>(result.Outputs.Count);
        var isWhole = false;
        try
        {
            var error = await StoreAsync(result.Outputs, outputs, cancellationToken);
            isWhole = error is null;
            return error is null ? InferenceResult.Of(outputs) : InferenceResult.Failed(error);
        }
        finally
        {
            if (!isWhole)
            {
                outputs.ForEach(static output => output.Tensor.Dispose());
                if (outgoing is not null)
                    await outgoing.TakeBackAsync(clock);
            }
        }
    }

    public void Dispose()
    {
        inputs.ForEach(static input => input.Tensor.Dispose());
        box?.Dispose();
        folder.Dispose();
    }

    /// <summary>Null once every output is in the list, as it is answered.</summary>
    private async ValueTask<InferenceError?> StoreAsync(IReadOnlyList<NamedTensor> made, List<NamedTensor> outputs, CancellationToken cancellationToken)
    {
        var files = made.Count(static output => output.Tensor.Type == DataType.File);
        foreach (var (name, tensor) in made)
        {
            if (tensor.Type != DataType.File)
                outputs.Add(new NamedTensor(name, tensor.Share()));
            else if ((await outgoing!.StoreAsync(name, tensor, isLast: --files == 0, cancellationToken)).TryGet(out var inBox, out var error))
                outputs.Add(new NamedTensor(name, inBox));
            else
                return error;
        }

        return null;
    }
}
