using System.Text;
using Inference.Contracts;
using Inference.Telemetry.Metrics;
using Inference.Testing;
using InferenceHost.Components;
using InferenceHost.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>A component with a box of its own, an adapter of the test's and a clock that the test moves: one step is one look at the box.</summary>
internal sealed class ComponentFixture : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private readonly TempFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private readonly MetricRegistry metrics = new();
    private Task running = Task.CompletedTask;

    public ComponentFixture(Func<ComponentSpec, ComponentSpec>? change = null, string modelPath = "box/model.txt")
    {
        Directory.CreateDirectory(folder["box"]);
        Spec = NewSpec(Loader, folder["box"], folder[modelPath]);
        Spec = change is null ? Spec : change(Spec);
        var loader = new GenerationLoader(Copies, Warmups.Read, Clock);
        var events = new ComponentEvents(NullLogger<ComponentEvents>.Instance, metrics);
        Component = new Component(Spec, loader, events, new RequestMeters(new MeterFamilies(metrics), Spec.FullName), Clock);
    }

    public ManualClock Clock { get; } = new();

    public ScriptedLoader Loader { get; } = new();

    public ComponentSpec Spec { get; }

    public Component Component { get; }

    public ComponentStatus Status => Component.Status;

    /// <summary>Where the host keeps its private copies.</summary>
    public string Copies => folder["copies"];

    public string MetricsPage
    {
        get
        {
            var page = new System.Buffers.ArrayBufferWriter<byte>();
            metrics.WriteTo(page);
            return Encoding.UTF8.GetString(page.WrittenSpan);
        }
    }

    public static ComponentSpec NewSpec(IModelLoader loader, string mount, string modelPath) => new()
    {
        Namespace = "tests",
        Name = "model",
        Model = ModelIn(mount, modelPath),
        Needed = [ModelIn(mount, modelPath)],
        Mounts = [new Mount("home/tests/box", mount)],
        Loader = new LoaderChoice(loader, "scripted"),
        Concurrency = 1,
        QueueLength = 2,
        RequestTimeout = TimeSpan.FromSeconds(60),
    };

    private static BoxFile ModelIn(string mount, string modelPath) =>
        new(new Mount("home/tests/box", mount), Path.GetRelativePath(mount, modelPath), "'model.txt' is not in box weights yet");

    /// <summary>Events that nobody reads.</summary>
    public static ModelEvents Silent() => new ComponentEvents(NullLogger<ComponentEvents>.Instance, new MetricRegistry()).OfModel("tests.model", new Statistics(), TimeProvider.System);

    /// <summary>Writes a file of the box, now by the test's clock.</summary>
    public void Write(string content, string name = "model.txt")
    {
        var path = folder.Write(Path.Combine("box", name), content);
        File.SetLastWriteTimeUtc(path, Clock.GetUtcNow().UtcDateTime);
    }

    public void Delete(string name = "model.txt") => File.Delete(folder[Path.Combine("box", name)]);

    public string InBox(string name) => folder[Path.Combine("box", name)];

    /// <summary>Starts the loop without waiting for its first look.</summary>
    public void Begin() => running = Task.Run(() => Component.RunAsync(stop.Token));

    /// <summary>Starts the loop; it has looked once, and waits.</summary>
    public Task StartAsync()
    {
        Begin();
        return IdleAsync();
    }

    /// <summary>Lets the loop look so many times.</summary>
    public async Task StepAsync(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await IdleAsync();
            Clock.Advance(PollInterval);
        }

        await IdleAsync();
    }

    /// <summary>Looks often enough for whatever lies in the box to have been left alone.</summary>
    public Task SettleAsync() => StepAsync(3);

    /// <summary>What the component answers now; null where nothing serves.</summary>
    public async Task<string?> AskAsync()
    {
        if (!Component.TryLease(out var generation))
            return null;
        using var request = new InferenceRequest { Id = "test", Inputs = [] };
        using var result = await generation.Model.InferAsync(request, TestContext.Current.CancellationToken);
        generation.Release();
        return result.Outputs[0].Tensor.Text();
    }

    public Task<InferenceError?> TellAsync(ComponentCommandKind kind) => Component.TellAsync(kind, TestContext.Current.CancellationToken);

    /// <summary>Ends the loop, as taking the component away does.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
    }

    public string[] CopiesLeft() => Directory.Exists(Copies) ? Directory.GetFileSystemEntries(Path.Combine(Copies, Spec.FullName)) : [];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        folder.Dispose();
    }

    private Task IdleAsync() => Clock.WaitForTimerAsync(PollInterval);
}
