using Inference.Testing;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class GenerationTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ScriptedLoader loader = new();
    private readonly ComponentSpec spec;

    public GenerationTests()
    {
        folder.Write("box/model.txt", "v1");
        spec = ComponentFixture.NewSpec(loader, folder["box"], folder["box/model.txt"]);
    }

    [Fact]
    public async Task Retire_NobodyHoldsIt_GivesModelAndFilesBack()
    {
        var (generation, model) = await NewAsync();
        generation.TryLease().ShouldBeTrue();
        generation.Release();

        await generation.RetireAsync();

        model.Disposals.ShouldBe(1);
        Directory.GetFileSystemEntries(folder["copies"]).ShouldBeEmpty();
        generation.TryLease().ShouldBeFalse();
    }

    [Fact]
    public async Task TryTakePlace_RunningAndWaiting_AreBounded()
    {
        var (generation, _) = await NewAsync();

        Enumerable.Range(0, 5).Select(_ => generation.TryTakePlace()).ShouldBe([true, true, true, false, false]);
        generation.InFlight.ShouldBe(3);
        generation.LeavePlace();
        generation.TryTakePlace().ShouldBeTrue();
        await generation.RetireAsync();
    }

    [Fact]
    public async Task LeaseAndRetire_ManyAtOnce_DisposesOnceAndNeverWhileLeased()
    {
        for (var round = 0; round < 40; round++)
        {
            var (generation, model) = await NewAsync();
            var (leases, used) = (0, 0);
            Generation? current = generation;
            var askers = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
            {
                // as a component's callers do: who read it before it was replaced may still come too late, or just in time
                while (Volatile.Read(ref current) is { } seen && seen.TryLease())
                {
                    Interlocked.Increment(ref leases);
                    if (model.Disposals > 0)
                        Interlocked.Increment(ref used);
                    await Task.Yield();
                    if (model.Disposals > 0)
                        Interlocked.Increment(ref used);
                    generation.Release();
                }
            })).ToArray();

            SpinWait.SpinUntil(() => Volatile.Read(ref leases) > 10);
            Volatile.Write(ref current, null);
            await generation.RetireAsync();
            await Task.WhenAll(askers);

            used.ShouldBe(0);
            model.Disposals.ShouldBe(1);
        }
    }

    public void Dispose() => folder.Dispose();

    private async Task<(Generation Generation, ScriptedModel Model)> NewAsync()
    {
        var copy = await PrivateCopy.TakeAsync(ComponentFiles.Look(spec, last: null), [], folder["copies"], TestContext.Current.CancellationToken);
        var model = new ScriptedModel("v1", loader);
        return (new Generation(spec, model, copy, ComponentFixture.Silent(), TimeProvider.System), model);
    }
}
