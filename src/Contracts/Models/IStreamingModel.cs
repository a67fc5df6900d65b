namespace Inference.Contracts;

/// <summary>A model that may give several results for one request; beside <see cref="IModel.InferAsync"/>, whose rules hold here too.</summary>
public interface IStreamingModel : IModel
{
    /// <summary>The results as they come; each becomes the caller's. A result with an error is the last one.</summary>
    IAsyncEnumerable<InferenceResult> InferStreamAsync(InferenceRequest request, CancellationToken cancellationToken);
}
