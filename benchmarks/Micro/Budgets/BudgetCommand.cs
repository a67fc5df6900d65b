using System.IO.Enumeration;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace Inference.Micro.Budgets;

/// <summary>Runs every benchmark for a moment, prints what it takes and compares what it allocates with its budget.</summary>
internal static class BudgetCommand
{
    private const long Slack = 64;
    private const double FarUnder = 0.75;

    /// <returns>0 where all keep to their budgets, else 1.</returns>
    public static async Task<int> RunAsync(string path, string pattern)
    {
        var budgets = BudgetFile.Read(path);
        var failures = new List<string>();
        var names = new HashSet<string>();
        foreach (var measured in Cases())
        {
            names.Add(measured.Name);
            if (!FileSystemName.MatchesSimpleExpression(pattern, measured.Name))
                continue;
            var (bytes, nanoseconds) = await measured.MeasureAsync();
            long? budget = budgets.TryGetValue(measured.Name, out var most) ? most : null;
            await Console.Out.WriteLineAsync($"{measured.Name,-56} {nanoseconds / 1_000,12:0.000} us {bytes,8} B{(budget is null ? "" : $" of {budget}")}");
            if (!measured.IsBaseline && Judge(path, measured.Name, bytes, budget) is { } failure)
                failures.Add(failure);
        }

        failures.AddRange(budgets.Keys.Except(names).Select(name => $"{path}: {name}: there is no such benchmark"));
        foreach (var failure in failures)
            await Console.Error.WriteLineAsync($"FAILED: {failure}");
        return failures.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<MeasuredCase> Cases() =>
        from type in typeof(BudgetCommand).Assembly.GetTypes()
        where type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute), inherit: false))
        orderby type.FullName
        from benchmark in BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases
        select new MeasuredCase(benchmark);

    private static string? Judge(string path, string name, long bytes, long? budget)
    {
        if (budget is not { } most)
            return $"{name} allocates {bytes} bytes and has no budget: give it one in {path}";
        if (bytes > most)
            return $"{name} allocates {bytes} bytes, over its budget of {most}: find out what is new, or raise the budget in {path} and say why";
        if (most - bytes > Slack && bytes < most * FarUnder)
            Console.WriteLine($"  {name} is far under its budget of {most} bytes: lower it in {path}");
        return null;
    }
}
