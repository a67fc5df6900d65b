namespace Inference.Adapters.Conformance;

/// <summary>What not every adapter can do; a test that needs a missing one is skipped and says so.</summary>
[Flags]
public enum AdapterFeatures
{
    None = 0,

    /// <summary>The signature is read from the model.</summary>
    KnowsSignature = 1,

    /// <summary>A run that is cancelled ends within a second, finished or not.</summary>
    StopsRuns = 2,

    /// <summary>Outputs keep their values when the model is disposed of before them. The host never does that; it must not crash.</summary>
    OutputsOutliveModel = 4,

    /// <summary>What is not a number keeps its bits too, of which most formats have many; without it, it stays what is not a number.</summary>
    KeepsPayloads = 8,

    All = KnowsSignature | StopsRuns | OutputsOutliveModel | KeepsPayloads,
}
