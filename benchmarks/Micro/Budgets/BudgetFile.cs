using System.Text.Json;

namespace Inference.Micro.Budgets;

/// <summary>Bytes that one operation may allocate, by the name of its benchmark: <c>Class.Method(parameters)</c>.</summary>
internal static class BudgetFile
{
    /// <exception cref="JsonException">It is no JSON object of numbers.</exception>
    public static IReadOnlyDictionary<string, long> Read(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<Dictionary<string, long>>(stream)!;
    }
}
