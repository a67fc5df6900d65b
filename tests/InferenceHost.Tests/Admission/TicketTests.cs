using Inference.Contracts;
using Inference.InferenceHost.Tests.Components;
using Inference.Testing;
using InferenceHost.Admission;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Admission;

/// <summary>Admission to a component with one slot and two places to wait, and the run behind it.</summary>
public sealed class TicketTests
{
    private readonly RequestLives lives = new();

    [Fact]
    public async Task TryAdmit_NotReady_SaysWhy()
    {
        await using var fixture = new ComponentFixture();
        await fixture.StartAsync();

        Desk.TryAdmit(fixture.Component, out _, out var refusal).ShouldBeFalse();

        refusal!.Code.ShouldBe(ErrorCode.ModelNotReady);
        refusal.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        refusal.Message.ShouldBe("component tests.model is waiting: 'model.txt' is not in box weights yet");
    }

    [Fact]
    public async Task TryAdmit_AllPlacesTaken_IsRefusedUntilOneLeaves()
    {
        await using var fixture = await ServingAsync();
        var tickets = Enumerable.Range(0, 3).Select(_ => Admit(fixture)).ToList();

        Desk.TryAdmit(fixture.Component, out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe(ErrorCode.QueueFull);
        refusal.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        refusal.Message.ShouldBe("1 requests run and 2 wait: no more are taken now");
        tickets[1].Dispose();
        tickets[1].Dispose();

        tickets[1] = Admit(fixture);
        Desk.TryAdmit(fixture.Component, out _, out _).ShouldBeFalse();
        tickets.ForEach(ticket => ticket.Dispose());
        fixture.Component.Current!.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task TakePlace_AllTakenMeanwhile_IsRefusedAndNothingIsLost()
    {
        await using var fixture = await ServingAsync();
        Desk.TryAdmit(fixture.Component, out var late, out _).ShouldBeTrue();
        var tickets = Enumerable.Range(0, 3).Select(_ => Admit(fixture)).ToList();

        late!.TakePlace()!.Code.ShouldBe(ErrorCode.QueueFull);
        late.Dispose();

        fixture.Component.Current!.InFlight.ShouldBe(3);
        tickets.ForEach(ticket => ticket.Dispose());
        fixture.Component.Current!.InFlight.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LeavePlace_RoomForTheAnswer_FreesThePlaceOnceAndCountsItUntilItIsRead(bool needsModel)
    {
        await using var fixture = await ServingAsync();
        var ticket = Admit(fixture);
        var before = UnreadAnswers.Held;

        ticket.LeavePlace(1_001, needsModel).ShouldBeTrue();
        ticket.LeavePlace(1_001, needsModel).ShouldBeTrue();

        fixture.Component.Current!.InFlight.ShouldBe(0);
        UnreadAnswers.Held.ShouldBe(before + 1_001);
        ticket.Dispose();
        ticket.Dispose();
        fixture.Component.Current!.InFlight.ShouldBe(0);
        UnreadAnswers.Held.ShouldBe(before);
        await fixture.SettleAsync();
        fixture.Loader.Alive.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task LeavePlace_ModelReplacedWhileTheAnswerIsRead_IsKeptWhereItsOutputsAre(bool needsModel, int alive)
    {
        await using var fixture = await ServingAsync();
        var ticket = Admit(fixture);
        ticket.LeavePlace(1_000, needsModel);

        fixture.Write("v2");
        await fixture.SettleAsync();

        await Condition.HoldsAsync(() => fixture.Loader.Alive == alive, () => $"{fixture.Loader.Alive} are alive");
        ticket.Dispose();
        await Condition.HoldsAsync(() => fixture.Loader.Alive == 1, () => $"{fixture.Loader.Alive} are alive");
    }

    [Fact]
    public async Task LeavePlace_NoRoomForTheAnswer_KeepsThePlace()
    {
        await using var fixture = await ServingAsync();
        var ticket = Admit(fixture);
        var before = UnreadAnswers.Held;

        ticket.LeavePlace(long.MaxValue / 4, needsModel: true).ShouldBeFalse();

        fixture.Component.Current!.InFlight.ShouldBe(1);
        UnreadAnswers.Held.ShouldBe(before);
        ticket.Dispose();
        fixture.Component.Current!.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Run_AModelThatAnswers_GivesItsOutputs()
    {
        await using var fixture = await ServingAsync();
        using var ticket = Admit(fixture);

        using var result = await RunAsync(ticket);

        result.Error.ShouldBeNull();
        result.Outputs[0].Tensor.Text().ShouldBe("v1");
        ticket.Times.Ran.ShouldBeGreaterThanOrEqualTo(ticket.Times.Started);
    }

    [Theory]
    [InlineData("fails", "no, as it always says")]
    [InlineData("raises", "InvalidOperationException: a bug of the model")]
    public async Task Run_AModelThatFails_IsAResultAndTheSlotIsFree(string model, string message)
    {
        await using var fixture = await ServingAsync(model);
        for (var i = 0; i < 3; i++)
        {
            using var ticket = Admit(fixture);
            using var result = await RunAsync(ticket);

            result.Error!.Code.ShouldBe(ErrorCode.ModelFailed);
            result.Error.Message.ShouldBe(message);
        }
    }

    [Fact]
    public async Task Run_TheCallerLeavesWhileItRuns_IsEndedAndTheSlotIsFree()
    {
        await using var fixture = await ServingAsync();
        fixture.Loader.RunGate = new TaskCompletionSource().Task;
        using var caller = new CancellationTokenSource();
        using (var ticket = Admit(fixture))
        {
            var running = RunAsync(ticket, Begin(caller: caller));
            await RunsAsync(fixture, 2);
            await caller.CancelAsync();

            (await running).Error!.Code.ShouldBe(ErrorCode.CallerGone);
        }

        fixture.Loader.RunGate = Task.CompletedTask;
        using var next = Admit(fixture);
        (await RunAsync(next)).Error.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_TheHostEndsWhileOneRunsAndOneWaits_BothAreEnded(bool deadline)
    {
        await using var fixture = await ServingAsync();
        fixture.Loader.RunGate = new TaskCompletionSource().Task;
        using var running = Admit(fixture);
        using var waiting = Admit(fixture);
        var patience = deadline ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromMinutes(1);
        var first = RunAsync(running, Begin(patience: patience));
        await RunsAsync(fixture, 2);
        var second = RunAsync(waiting, Begin(patience: patience));

        if (!deadline)
            lives.EndAll();

        var expected = deadline ? ErrorCode.DeadlineExceeded : ErrorCode.Draining;
        (await first).Error!.Code.ShouldBe(expected);
        (await second).Error!.Code.ShouldBe(expected);
    }

    [Fact]
    public async Task Run_NoSlotWithinTheQueueTimeout_SaysSo()
    {
        await using var fixture = await ServingAsync(change: spec => spec with { QueueTimeout = TimeSpan.FromMilliseconds(20) });
        var gate = new TaskCompletionSource();
        fixture.Loader.RunGate = gate.Task;
        using var running = Admit(fixture);
        using var waiting = Admit(fixture);
        var first = RunAsync(running);
        await RunsAsync(fixture, 2);

        using var refused = await RunAsync(waiting);

        refused.Error!.Code.ShouldBe(ErrorCode.DeadlineExceeded);
        refused.Error.Message.ShouldContain("queue.timeout");
        gate.SetResult();
        (await first).Error.ShouldBeNull();
        using var next = Admit(fixture);
        (await RunAsync(next)).Error.ShouldBeNull();
    }

    private static async Task<ComponentFixture> ServingAsync(string model = "v1", Func<ComponentSpec, ComponentSpec>? change = null)
    {
        var fixture = new ComponentFixture(change);
        fixture.Write(model);
        await fixture.StartAsync();
        await fixture.SettleAsync();
        return fixture;
    }

    private static Ticket Admit(ComponentFixture fixture)
    {
        Desk.TryAdmit(fixture.Component, out var ticket, out var refusal).ShouldBeTrue(refusal?.Message);
        ticket!.TakePlace().ShouldBeNull();
        return ticket;
    }

    // the warm-up is the first
    private static Task RunsAsync(ComponentFixture fixture, int runs) =>
        Condition.HoldsAsync(() => fixture.Loader.Models[0].Runs == runs, () => "it does not run");

    private RequestLife Begin(TimeSpan? patience = null, CancellationTokenSource? caller = null) =>
        lives.Begin(Deadline.After(TimeProvider.System, patience ?? TimeSpan.FromMinutes(1)), caller?.Token ?? CancellationToken.None);

    private Task<InferenceResult> RunAsync(Ticket ticket, RequestLife? life = null) =>
        ticket.RunAsync(new InferenceRequest { Id = "test", Inputs = [] }, life ?? Begin()).AsTask();
}
