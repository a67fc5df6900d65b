namespace Inference.Adapters.Conformance;

/// <summary>The models that every adapter brings for its conformance tests, each written for that adapter.</summary>
public enum Fixture
{
    /// <summary>Output <c>y</c> is input <c>x</c>, of the type asked for and of any shape.</summary>
    Echo,

    /// <summary>FP32 inputs <c>a</c> and <c>b</c> [n]; FP32 outputs <c>sum</c> and <c>difference</c> (a less b) [n], in this order; batch axis 0.</summary>
    Sum,

    /// <summary>INT64 input <c>index</c> [n]; FP32 output <c>y</c> [n]: 1, 2 or 3 for 0, 1 or 2. Any other index above 2 makes the run fail.</summary>
    Pick,

    /// <summary>INT64 input <c>iterations</c> [], FP32 output <c>y</c> []: 64 after a time that grows with the iterations, at least 1 µs each.</summary>
    Slow,

    /// <summary>Files that are not there.</summary>
    Missing,
}
