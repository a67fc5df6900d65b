using Inference.Contracts;
using InferenceHost.Files;

namespace InferenceHost.Exchange;

/// <summary>The files of one request, in a folder of its own, which is gone when this is disposed of, whatever happened.</summary>
internal sealed class RequestFiles(string folder, Box box, CallerPart part, string requestId) : IDisposable
{
    private readonly IncomingFiles incoming = new(folder, box, part);
    private readonly OutgoingFiles outgoing = new(folder, box, part, requestId);
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
            else if ((await incoming.BringAsync(tensor, i, cancellationToken)).TryGet(out var local, out var missing))
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
            else if (outgoing.Place(wanted[i], i, $"{outputsPath}[{i}].data").TryGet(out var placed, out var wrong))
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
            ScratchFolder = folder,
        };
    }

    /// <summary>Stores the files among the outputs. The result to answer with becomes the caller's; the one given stays so.</summary>
    public async ValueTask<InferenceResult> StoreAsync(InferenceResult result, CancellationToken cancellationToken)
    {
        var outputs = new List<NamedTensor>(result.Outputs.Count);
        foreach (var (name, tensor) in result.Outputs)
        {
            if (tensor.Type != DataType.File)
            {
                outputs.Add(new NamedTensor(name, tensor.Share()));
                continue;
            }

            if (!(await outgoing.StoreAsync(name, tensor, cancellationToken)).TryGet(out var inBox, out var error))
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
        RequestFolder.Remove(folder);
        box.Leave();
    }
}
