using Inference.Boxes;
using InferenceHost.Components;
using InferenceHost.Files;

namespace InferenceHost.Hosting;

/// <summary>What follows the manifests.</summary>
internal sealed record ServedParts(ComponentSet Components, MountedParts Parts, BoxSet Boxes)
{
    /// <summary>Or a message, where the cache of mounted boxes cannot be had.</summary>
    public static (ServedParts? Served, string? Problem) Open(DataFolder data, BoxSet boxes, TimeSpan pollInterval, HostServices services)
    {
        if (!MountCache.Open(data.Mounts).TryGet(out var cache, out var error))
            return (null, error.Message);
        var sources = new MountSources(cache, part => Take(boxes, part), pollInterval, services.Clock);
        var parts = new MountedParts(sources, new MountEvents(services.Loggers.CreateLogger<MountEvents>()));
        var loader = new GenerationLoader(data.Copies, Warmups.Read, services.Clock, parts);
        var events = new ComponentEvents(services.Loggers.CreateLogger<ComponentEvents>(), services.Metrics);
        return (new ServedParts(new ComponentSet(loader, events, services.Meters, services.Clock), parts, boxes), null);
    }

    /// <summary>Completes when all memory and files are given back.</summary>
    public async Task StopAsync()
    {
        await Components.StopAsync();
        await Parts.StopAsync();
        await Boxes.StopAsync();
    }

    private static StoreUse? Take(BoxSet boxes, BoxPart part) =>
        boxes.TryEnter(part.Namespace, part.Box, out var box) ? new StoreUse(box.Store, box.Leave) : null;
}
