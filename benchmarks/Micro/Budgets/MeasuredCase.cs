using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Running;

namespace Inference.Micro.Budgets;

/// <summary>
/// One benchmark with one choice of its parameters, run on this thread for its allocations, which are exact after a few hundred runs. Its time is the best of a few rounds: a
/// hint, no measurement.
/// </summary>
internal sealed class MeasuredCase(BenchmarkCase benchmark)
{
    private const int Rounds = 5;
    private const int MostRuns = 2_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(25);

    public string Name { get; } = NameOf(benchmark);

    /// <summary>Whether it is only there for others to be compared with.</summary>
    public bool IsBaseline => benchmark.Descriptor.Baseline;

    public async Task<Measurement> MeasureAsync()
    {
        var target = Activator.CreateInstance(benchmark.Descriptor.Type)!;
        foreach (var parameter in benchmark.Parameters.Items)
            benchmark.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(target, parameter.Value);
        await CallAsync(benchmark.Descriptor.GlobalSetupMethod, target);
        try
        {
            return await MeasureAsync(ActionOf(benchmark.Descriptor.WorkloadMethod, target));
        }
        finally
        {
            await CallAsync(benchmark.Descriptor.GlobalCleanupMethod, target);
        }
    }

    private static string NameOf(BenchmarkCase benchmark)
    {
        var name = $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";
        return benchmark.Parameters.Count == 0 ? name : $"{name}({string.Join(", ", benchmark.Parameters.Items.Select(item => item.Value))})";
    }

    private static Task CallAsync(MethodInfo? method, object target) => method?.Invoke(target, null) as Task ?? Task.CompletedTask;

    private static Func<Task> ActionOf(MethodInfo method, object target)
    {
        if (method.ReturnType == typeof(Task))
            return method.CreateDelegate<Func<Task>>(target);
        if (method.ReturnType == typeof(int))
            return Done(method.CreateDelegate<Func<int>>(target));
        if (method.ReturnType == typeof(bool))
            return Done(method.CreateDelegate<Func<bool>>(target));
        throw new NotSupportedException($"{method.DeclaringType!.Name}.{method.Name} must give int, bool or Task");
    }

    private static Func<Task> Done<T>(Func<T> run) => () =>
    {
        run();
        return Task.CompletedTask;
    };

    private static async Task<Measurement> MeasureAsync(Func<Task> run)
    {
        var endsHere = true;
        var warmed = 0;
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp || warmed < 2; warmed++)
        {
            var running = run();
            endsHere &= running.IsCompleted;
            await running;
        }

        var runs = (int)Math.Clamp(warmed * (Round / WarmUp), 1, MostRuns);
        var least = new Measurement(long.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var before = Allocated(endsHere);
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < runs; i++)
                await run();
            var time = Stopwatch.GetElapsedTime(began).TotalNanoseconds / runs;
            var bytes = (Allocated(endsHere) - before) / runs;
            least = new Measurement(Math.Min(least.Bytes, bytes), Math.Min(least.Nanoseconds, time));
        }

        return least;
    }

    /// <summary>By this thread, or by all where what was begun here ends elsewhere.</summary>
    private static long Allocated(bool here) => here ? GC.GetAllocatedBytesForCurrentThread() : GC.GetTotalAllocatedBytes(precise: true);
}
