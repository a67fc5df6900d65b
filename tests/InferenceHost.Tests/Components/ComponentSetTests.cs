using Inference.Telemetry.Metrics;
using Inference.Testing;
using InferenceHost.Components;
using InferenceHost.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.InferenceHost.Tests.Components;

public sealed class ComponentSetTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ScriptedLoader loader = new();
    private readonly MetricRegistry metrics = new();
    private readonly ComponentSet set;

    public ComponentSetTests()
    {
        var generations = new GenerationLoader(folder["copies"], Warmups.Read, TimeProvider.System);
        set = new ComponentSet(generations, new ComponentEvents(NullLogger<ComponentEvents>.Instance, metrics), new MeterFamilies(metrics), TimeProvider.System);
    }

    [Fact]
    public async Task Apply_SpecsComeChangeAndGo_ComponentsFollow()
    {
        var (one, other) = (Spec("one"), Spec("other"));
        var first = set.Apply([one, other]);
        first.Keys.Order().ShouldBe(["tests.one", "tests.other"]);
        await ReadyAsync(first["tests.one"]);
        await ReadyAsync(first["tests.other"]);

        var second = set.Apply([one with { Concurrency = 7 }]);

        second.Keys.ShouldBe(["tests.one"]);
        second["tests.one"].ShouldBeSameAs(first["tests.one"]);
        await Condition.HoldsAsync(() => second["tests.one"].Current is { Spec.Concurrency: 7 }, () => "the new spec was not taken up");
        await Condition.HoldsAsync(() => first["tests.other"].Current is null, () => "what is gone still serves");
        set.Apply([one with { Concurrency = 7 }])["tests.one"].Current.ShouldBeSameAs(second["tests.one"].Current);

        await set.StopAsync();
        loader.Alive.ShouldBe(0);
        Directory.GetFiles(folder["copies"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Apply_AComponentGoes_ItsMetricsGoToo()
    {
        await ReadyAsync(set.Apply([Spec("one")])["tests.one"]);
        Page().ShouldContain("tests.one");

        set.Apply([]);
        await set.StopAsync();

        Page().ShouldNotContain("tests.one");
    }

    public void Dispose() => folder.Dispose();

    private static Task ReadyAsync(Component component) => Condition.HoldsAsync(() => component.Current is not null, () => component.Status.ToString());

    private ComponentSpec Spec(string name)
    {
        var model = folder.Write($"box/{name}.txt", name);
        File.SetLastWriteTimeUtc(model, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return ComponentFixture.NewSpec(loader, folder["box"], model) with { Name = name };
    }

    private string Page()
    {
        var page = new System.Buffers.ArrayBufferWriter<byte>();
        metrics.WriteTo(page);
        return System.Text.Encoding.UTF8.GetString(page.WrittenSpan);
    }
}
