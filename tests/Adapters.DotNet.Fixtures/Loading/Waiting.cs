using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Loading;

/// <summary>Loads without ever looking at the token until the file <c>RELEASE</c> names is there.</summary>
public sealed class Waiting : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        source.Events.Printed("loading");
        while (!File.Exists(source.Environment["RELEASE"]))
            Thread.SpinWait(1000);
        return Task.FromResult<Outcome<IModel>>(
            new FixtureModel(new Signature([], []), (_, _) => InferenceResult.Of([])) { OnDispose = () => source.Events.Printed("disposed") });
    }
}
