using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

/// <summary>What every adapter must pass, with functions that take lists.</summary>
public class PythonConformance : AdapterConformance
{
    // a docstring has no shapes and no batch axis; a Python float keeps not all bits of what is no number
    protected override AdapterFeatures Features => AdapterFeatures.All & ~(AdapterFeatures.KnowsSignature | AdapterFeatures.KeepsPayloads);

    protected virtual bool NumpyTensors => false;

    protected virtual PythonOptions Options => Functions.Options("conformance.inference") with { NumpyTensors = NumpyTensors };

    protected override IModelLoader CreateLoader() => new PythonModelLoader(Options, TimeProvider.System);

    protected override ModelSource SourceOf(Fixture fixture, DataType type = DataType.Fp32) => new()
    {
        Component = "test.conformance",
        ModelPath = Path.Combine(Functions.Folder, $"{fixture.ToString().ToLowerInvariant()}.model"),
        Concurrency = 2,
    };

    protected override bool Supports(DataType type) => type != DataType.File;
}
