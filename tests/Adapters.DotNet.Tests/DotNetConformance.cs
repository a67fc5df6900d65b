using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Tests;

public sealed class DotNetConformance : AdapterConformance
{
    protected override IModelLoader CreateLoader() => new DotNetModelLoader(Adapter.Options("Conforming.Conformance"));

    protected override ModelSource SourceOf(Fixture fixture, DataType type = DataType.Fp32) => Adapter.Source(("FIXTURE", fixture.ToString()), ("TYPE", type.WireName())) with
    {
        Root = fixture == Fixture.Missing ? Path.Combine(AppContext.BaseDirectory, "missing") : Adapter.Root,
    };

    protected override bool Supports(DataType type) => type != DataType.File;
}
