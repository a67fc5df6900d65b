using Inference.Adapters.Conformance;

namespace Inference.Adapters.Python.Tests;

/// <summary>What every adapter must pass, with functions that take arrays of numpy.</summary>
public class NumpyConformance : PythonConformance
{
    protected override AdapterFeatures Features => AdapterFeatures.All & ~AdapterFeatures.KnowsSignature;

    protected override bool NumpyTensors => true;
}
