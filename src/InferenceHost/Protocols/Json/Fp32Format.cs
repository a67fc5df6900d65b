namespace InferenceHost.Protocols.Json;

/// <summary>FP32, IEEE 754 binary32.</summary>
internal readonly struct Fp32Format : IFloatFormat
{
    public static double Overflow => 340282366920938463463374607431768211456d;

    public static double Nearest(double value) => (float)value;
}
