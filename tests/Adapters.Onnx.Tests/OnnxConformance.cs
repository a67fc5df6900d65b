using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests;

public sealed class OnnxConformance : AdapterConformance
{
    protected override IModelLoader CreateLoader() => new OnnxModelLoader(new OnnxOptions());

    public static Task<TimeSpan> TimeToEndAsync(IModel model, CancellationToken token) => ShouldEndAsync(model, token);

    protected override ModelSource SourceOf(Fixture fixture, DataType type = DataType.Fp32) => TestModels.Source(fixture switch
    {
        Fixture.Echo => $"echo-{type.WireName().ToLowerInvariant()}",
        Fixture.Sum => "sum",
        Fixture.Pick => "pick",
        Fixture.Slow => "slow",
        _ => "missing",
    });
}
