using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Conforming;

/// <summary>The model that <c>FIXTURE</c> names in the component's environment.</summary>
public sealed class Conformance : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        IModelLoader loader = source.Environment["FIXTURE"] switch
        {
            "Echo" => new Echo(),
            "Sum" => new Sum(),
            "Pick" => new Pick(),
            "Slow" => new Slow(),
            var other => throw new ArgumentException($"no fixture is called {other}"),
        };
        return loader.LoadAsync(source, cancellationToken);
    }
}
