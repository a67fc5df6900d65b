namespace InferenceHost.Protocols.Json;

/// <summary>A binary floating-point format narrower than FP64.</summary>
internal interface IFloatFormat
{
    /// <summary>The power of two above the largest finite value.</summary>
    static abstract double Overflow { get; }

    /// <summary>The value of the format nearest to a double, ties to even; infinite from halfway between the largest and <see cref="Overflow"/> on.</summary>
    static abstract double Nearest(double value);
}
