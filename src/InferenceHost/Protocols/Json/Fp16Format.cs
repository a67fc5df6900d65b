namespace InferenceHost.Protocols.Json;

/// <summary>FP16, IEEE 754 binary16.</summary>
internal readonly struct Fp16Format : IFloatFormat
{
    public static double Overflow => 65536;

    public static double Nearest(double value) => (double)(Half)value;
}
