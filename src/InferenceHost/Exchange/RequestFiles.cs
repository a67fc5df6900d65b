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

    /// <summary>Stores the files among the outputs. The result to answer with becomes the caller's; the one given stays so.</summary>
    public async ValueTask<InferenceResult> StoreAsync(InferenceResult result, CancellationToken cancellationToken)
    {
        if (outgoing is null && FileRefusal.Check(result) is { } unasked)
            return InferenceResult.Failed(unasked);
        var outputs = new List<NamedTensor>(result.Outputs.Count);
        foreach (var (name, tensor) in result.Outputs)
        {
            if (tensor.Type != DataType.File)
            {
                outputs.Add(new NamedTensor(name, tensor.Share()));
                continue;
            }

            if (!(await outgoing!.StoreAsync(name, tensor, cancellationToken)).TryGet(out var inBox, out var error))
            {
                outputs.ForEach(static output => output.Tensor.Dispose());
                return InferenceResult.Failed(error);
            }

            outputs.Add(new NamedTensor(name, inBox));
        }

        return InferenceResult.Of(outputs);
    }

    public void Dispose()
    {
        inputs.ForEach(static input => input.Tensor.Dispose());
        folder.Dispose();
        box?.Dispose();
    }
}
