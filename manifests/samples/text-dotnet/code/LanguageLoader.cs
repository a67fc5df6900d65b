using Inference.Contracts;

namespace Language;

/// <summary>What <c>entryPoint.dotnet.type</c> names: reads the model's file once.</summary>
public sealed class LanguageLoader : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Task.FromResult<Outcome<IModel>>(
            source.ModelPath is { } path
                ? new LanguageModel(NaiveBayes.Read(path))
                : new InferenceError(ErrorCode.ModelUnloadable, "set model.modelPath to the file that training wrote"));
    }
}
