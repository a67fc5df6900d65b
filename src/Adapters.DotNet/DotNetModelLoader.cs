using Inference.Contracts;

namespace Inference.Adapters.DotNet;

/// <summary>Loads a class of the user's from an assembly in a mounted box.</summary>
public sealed class DotNetModelLoader(DotNetOptions options) : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Task.FromResult<Outcome<IModel>>(new InferenceError(ErrorCode.ModelUnloadable, $"{options.Assembly} cannot be loaded yet"));
    }
}
