using System.Diagnostics;

namespace Inference.Telemetry.Metrics;

/// <summary>
/// The standard <c>process_*</c> figures (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics). Read at a scrape only;
/// what needs <c>/proc</c> is left out where there is none.
/// </summary>
public static class ProcessMetrics
{
    public static void AddTo(MetricRegistry registry)
    {
        var cpu = registry.Counter("process_cpu_seconds_total", "User and system CPU time of the process, in seconds.").With();
        registry.BeforeScrape(() => cpu.SetTotal(Environment.CpuUsage.TotalTime.TotalSeconds));
        AddGauge(registry, "process_start_time_seconds", "Start of the process, in seconds since the Unix epoch.", StartTime());
        if (OperatingSystem.IsLinux())
            AddProcFigures(registry);
        else
            AddGauge(registry, "process_resident_memory_bytes", "Resident memory of the process.", () => Environment.WorkingSet);
    }

    private static void AddProcFigures(MetricRegistry registry)
    {
        var resident = registry.Gauge("process_resident_memory_bytes", "Resident memory of the process.").With();
        var virtualMemory = registry.Gauge("process_virtual_memory_bytes", "Virtual memory of the process.").With();
        registry.BeforeScrape(() =>
        {
            var memory = ProcFiles.ReadMemory();
            resident.Set(memory.Resident);
            virtualMemory.Set(memory.Virtual);
        });
        AddGauge(registry, "process_open_fds", "Open file descriptors.", () => ProcFiles.CountOpenDescriptors());
        AddGauge(registry, "process_max_fds", "Limit of open file descriptors.", () => ProcFiles.ReadDescriptorLimit());
    }

    private static void AddGauge(MetricRegistry registry, string name, string help, Func<double> read) =>
        registry.Gauge(name, help).With().ReadFrom(read);

    /// <summary>Does not change, and takes a <see cref="Process"/> to read: once, and not at start.</summary>
    private static Func<double> StartTime()
    {
        var start = new Lazy<double>(() =>
        {
            using var process = Process.GetCurrentProcess();
            return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        });
        return () => start.Value;
    }
}
