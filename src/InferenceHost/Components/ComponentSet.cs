using System.Collections.Frozen;

namespace InferenceHost.Components;

/// <summary>
/// The components that run, by full name. <see cref="Apply"/> is called by one caller at a time; the components it gives are read by all.
/// </summary>
internal sealed class ComponentSet(GenerationLoader loader, ComponentEvents events, MeterFamilies meters, TimeProvider clock)
{
    private readonly Dictionary<string, Entry> entries = [];
    private readonly List<Task> leaving = [];

    /// <summary>Makes the set agree with the specs: adds, updates and takes away. What is taken away finishes what it runs.</summary>
    public FrozenDictionary<string, Component> Apply(IReadOnlyList<ComponentSpec> specs)
    {
        var wanted = specs.ToDictionary(spec => spec.FullName);
        foreach (var gone in entries.Keys.Where(name => !wanted.ContainsKey(name)).ToArray())
            Remove(gone);
        foreach (var spec in specs)
        {
            if (!entries.TryGetValue(spec.FullName, out var entry))
                Add(spec);
            else if (entry.Component.Spec != spec)
                entry.Component.Update(spec);
        }

        EnsureThreads();
        return entries.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Component);
    }

    /// <summary>Unloads all; completes when all memory and files are given back.</summary>
    public async Task StopAsync()
    {
        foreach (var name in entries.Keys.ToArray())
            Remove(name);
        await Task.WhenAll(leaving);
    }

    private void Add(ComponentSpec spec)
    {
        var component = new Component(spec, loader, events, new RequestMeters(meters, spec.FullName), clock);
        var stop = new CancellationTokenSource();
        entries[spec.FullName] = new Entry(component, stop, Task.Run(() => component.RunAsync(stop.Token)));
    }

    private void Remove(string name)
    {
        entries.Remove(name, out var entry);
        meters.Forget(name);
        leaving.RemoveAll(task => task.IsCompleted);
        leaving.Add(StopAsync(entry!));
    }

    private static async Task StopAsync(Entry entry)
    {
        await entry.Stop.CancelAsync();
        await entry.Loop;
        entry.Stop.Dispose();
    }

    // a run blocks its thread: the pool must have threads left for those who ask meanwhile, without waiting for it to notice
    private void EnsureThreads()
    {
        ThreadPool.GetMinThreads(out _, out var completionThreads);
        var running = entries.Values.Sum(entry => entry.Component.Spec.Concurrency);
        ThreadPool.SetMinThreads(Environment.ProcessorCount + running, completionThreads);
    }

    private sealed record Entry(Component Component, CancellationTokenSource Stop, Task Loop);
}
