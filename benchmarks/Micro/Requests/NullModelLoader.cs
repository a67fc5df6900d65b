using Inference.Contracts;

namespace Inference.Micro.Requests;

internal sealed class NullModelLoader : IModelLoader
{
    public string Platform => "null";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) => Task.FromResult(new Outcome<IModel>(new NullModel()));
}
