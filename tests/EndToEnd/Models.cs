using System.Buffers.Binary;

namespace Inference.EndToEnd;

/// <summary>Files of the repository that tests put into boxes.</summary>
internal static class Models
{
    public static string Digits { get; } = Path.Combine(Repository.Root, "models", "digits", "digits.onnx");

    public static string Iris { get; } = Path.Combine(Repository.Root, "manifests", "samples", "iris-python", "data", "users", "developer", "file_groups", "models", "iris.joblib");

    /// <summary>The digits model, but that it sees a seven in everything: the bias of that output is raised beyond all else.</summary>
    public static byte[] OnlySevens()
    {
        var model = File.ReadAllBytes(Digits);

        // a TensorProto: its name, then field 9 (raw_data) with ten floats
        ReadOnlySpan<byte> bias = [(byte)'b', (byte)'2', 0x4A, 10 * sizeof(float)];
        var at = model.AsSpan().IndexOf(bias);
        at.ShouldBePositive("the model has its bias b2 where these tests look for it");
        BinaryPrimitives.WriteSingleLittleEndian(model.AsSpan(at + bias.Length + (7 * sizeof(float))), 1000);
        return model;
    }
}
