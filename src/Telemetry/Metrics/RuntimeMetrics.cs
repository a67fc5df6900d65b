namespace Inference.Telemetry.Metrics;

/// <summary>Figures of the .NET runtime, read at a scrape only.</summary>
public static class RuntimeMetrics
{
    private static long exceptions;
    private static int listening;

    public static void AddTo(MetricRegistry registry)
    {
        AddCollections(registry);
        AddTotal(registry, "dotnet_gc_pause_seconds_total", "Time that garbage collections held the process up.", () => GC.GetTotalPauseDuration().TotalSeconds);
        AddTotal(registry, "dotnet_gc_allocated_bytes_total", "Bytes allocated on the managed heap since the start.", () => GC.GetTotalAllocatedBytes());
        AddGauge(registry, "dotnet_gc_heap_size_bytes", "Bytes in use on the managed heap.", () => GC.GetTotalMemory(forceFullCollection: false));
        AddGauge(registry, "dotnet_gc_committed_bytes", "Bytes the collector had committed at the last collection.", () => GC.GetGCMemoryInfo().TotalCommittedBytes);
        AddGauge(registry, "dotnet_threadpool_threads", "Threads of the thread pool.", () => ThreadPool.ThreadCount);
        AddGauge(registry, "dotnet_threadpool_queue_length", "Work items that wait for a thread of the pool.", () => ThreadPool.PendingWorkItemCount);
        AddTotal(registry, "dotnet_threadpool_completed_items_total", "Work items the thread pool has run.", () => ThreadPool.CompletedWorkItemCount);
        AddTotal(registry, "dotnet_lock_contentions_total", "Times a thread had to wait for a lock.", () => Monitor.LockContentionCount);
        AddExceptions(registry);
    }

    private static void AddCollections(MetricRegistry registry)
    {
        var family = registry.Counter("dotnet_gc_collections_total", "Garbage collections of the generation, those of higher ones included.", "generation");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            var (counter, number) = (family.With(generation.ToString()), generation);
            registry.BeforeScrape(() => counter.SetTotal(GC.CollectionCount(number)));
        }
    }

    /// <summary>The runtime keeps no count that can be read cheaply, but says so at each throw, where one addition does not matter.</summary>
    private static void AddExceptions(MetricRegistry registry)
    {
        if (Interlocked.Exchange(ref listening, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += static (_, _) => Interlocked.Increment(ref exceptions);
        AddTotal(registry, "dotnet_exceptions_total", "Exceptions thrown, handled ones included.", static () => Volatile.Read(ref exceptions));
    }

    private static void AddTotal(MetricRegistry registry, string name, string help, Func<double> read)
    {
        var counter = registry.Counter(name, help).With();
        registry.BeforeScrape(() => counter.SetTotal(read()));
    }

    private static void AddGauge(MetricRegistry registry, string name, string help, Func<double> read) =>
        registry.Gauge(name, help).With().ReadFrom(read);
}
