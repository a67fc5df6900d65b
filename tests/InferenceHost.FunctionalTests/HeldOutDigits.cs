using System.Text.Json;

namespace Inference.InferenceHost.FunctionalTests;

/// <summary>Digits that the sample's model has never seen, each of which it reads right.</summary>
internal static class HeldOutDigits
{
    public static readonly IReadOnlyList<(long Label, float[] Image)> All = Read();

    /// <summary>All images one behind the other.</summary>
    public static float[] Pixels => [.. All.SelectMany(digit => digit.Image)];

    public static long[] Labels => [.. All.Select(digit => digit.Label)];

    private static (long Label, float[] Image)[] Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Models", "test-digits.json")));
        return [.. json.RootElement.GetProperty("digits").EnumerateArray().Select(digit => (digit.GetProperty("label").GetInt64(), digit.GetProperty("image").Deserialize<float[]>()!))];
    }
}
