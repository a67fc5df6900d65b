using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>A model that says of itself that it runs nothing now.</summary>
public sealed class FaultTests
{
    private static readonly InferenceError Fault = new(ErrorCode.ModelNotReady, "its workers ended three times");

    [Fact]
    public async Task Run_AModelWithAFault_IsFailedUntilItHasNone()
    {
        await using var fixture = await ReadyAsync();
        var before = fixture.Status;

        fixture.Loader.Fault = Fault;
        fixture.Component.IsReady.ShouldBeFalse();
        await fixture.StepAsync();

        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Reason.ShouldBe("WorkersFailed");
        fixture.Status.Message.ShouldBe("its workers ended three times");
        fixture.Status.Digest.ShouldBe(before.Digest);
        fixture.Status.Since.ShouldBeGreaterThan(before.Since);

        fixture.Loader.Fault = null;
        fixture.Component.IsReady.ShouldBeTrue();
        await fixture.StepAsync();

        fixture.Status.ShouldBe(before);
    }

    [Fact]
    public async Task TryAdmit_AModelWithAFault_IsRefusedAtOnce()
    {
        await using var fixture = await ReadyAsync();
        fixture.Loader.Fault = Fault;

        Desk.TryAdmit(fixture.Component, out _, out var refusal).ShouldBeFalse();

        refusal!.Code.ShouldBe(ErrorCode.ModelNotReady);
        refusal.Message.ShouldBe("component tests.model is failed: its workers ended three times");
        refusal.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        Desk.NotReady(fixture.Component).Message.ShouldBe(refusal.Message);
        fixture.Component.Current!.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Run_ANewVersionThatDoesNotLoadEither_SaysBoth()
    {
        await using var fixture = await ReadyAsync();
        fixture.Loader.Fault = Fault;
        fixture.Write("broken");
        await fixture.SettleAsync();

        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Message.ShouldBe(
            "its workers ended three times; the new version could not be loaded, the one loaded before stays: the file says: broken");

        fixture.Loader.Fault = null;
        fixture.Write("v2");
        await fixture.SettleAsync();

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Status.Message.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ANewVersionThatHasAFaultFromTheStart_IsFailed()
    {
        await using var fixture = new ComponentFixture();
        fixture.Loader.Fault = Fault;
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();

        fixture.Status.Reason.ShouldBe("WorkersFailed");
    }

    private static async Task<ComponentFixture> ReadyAsync()
    {
        var fixture = new ComponentFixture();
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();
        fixture.Status.State.ShouldBe(ComponentState.Ready);
        return fixture;
    }
}
