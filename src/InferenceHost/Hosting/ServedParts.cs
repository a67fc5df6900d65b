using InferenceHost.Components;
using InferenceHost.Files;

namespace InferenceHost.Hosting;

/// <summary>What follows the manifests.</summary>
internal sealed record ServedParts(ComponentSet Components, BoxSet Boxes)
{
    public static ServedParts Build(DataFolder data, BoxSet boxes, HostServices services)
    {
        var loader = new GenerationLoader(data.Copies, Warmups.Read, services.Clock);
        var events = new ComponentEvents(services.Loggers.CreateLogger<ComponentEvents>(), services.Metrics);
        return new ServedParts(new ComponentSet(loader, events, services.Meters, services.Clock), boxes);
    }

    /// <summary>Completes when all memory and files are given back.</summary>
    public async Task StopAsync()
    {
        await Components.StopAsync();
        await Boxes.StopAsync();
    }
}
