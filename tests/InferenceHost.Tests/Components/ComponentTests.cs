using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>The life of a component: wait → load → warm up → ready, and what goes wrong on the way.</summary>
public sealed class ComponentTests
{
    [Fact]
    public async Task Run_TheModelArrivesLate_WaitsThenServes()
    {
        await using var fixture = new ComponentFixture();
        await fixture.StartAsync();

        fixture.Status.State.ShouldBe(ComponentState.Waiting);
        fixture.Status.Reason.ShouldBe("ModelMissing");
        fixture.Status.Message.ShouldBe("'model.txt' is not in box weights yet");
        (await fixture.AskAsync()).ShouldBeNull();

        fixture.Write("v1");
        await fixture.StepAsync();
        fixture.Status.Reason.ShouldBe("ModelChanging");
        await fixture.SettleAsync();

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Status.Reason.ShouldBeEmpty();
        fixture.Status.Message.ShouldBeEmpty();
        fixture.Status.Digest.ShouldBe(fixture.Component.Current!.Digest);
        (await fixture.AskAsync()).ShouldBe("v1");
        fixture.MetricsPage.ShouldContain("inference_model_loads_total{component=\"tests.model\",result=\"success\"} 1");
    }

    [Fact]
    public async Task Run_AFileLeftAloneForLong_IsLoadedAtOnce()
    {
        await using var fixture = new ComponentFixture();
        fixture.Write("v1");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        await fixture.StartAsync();

        (await fixture.AskAsync()).ShouldBe("v1");
    }

    [Fact]
    public async Task Run_AFileOfTheFuture_IsLoadedOnceItStaysTheSame()
    {
        await using var fixture = new ComponentFixture();
        fixture.Write("v1");
        File.SetLastWriteTimeUtc(fixture.Spec.Model!.FullPath, fixture.Clock.GetUtcNow().UtcDateTime.AddYears(1));

        await fixture.StartAsync();
        fixture.Status.Reason.ShouldBe("ModelChanging");
        await fixture.SettleAsync();

        (await fixture.AskAsync()).ShouldBe("v1");
    }

    [Fact]
    public async Task Run_WhileTheFileIsWritten_LoadsNothingOfIt()
    {
        await using var fixture = new ComponentFixture();
        await fixture.StartAsync();
        for (var part = 1; part <= 6; part++)
        {
            fixture.Write("broken".PadRight(6 + part, '.'));
            await fixture.StepAsync();
        }

        fixture.Loader.Attempts.ShouldBe(0);
        fixture.Status.State.ShouldBe(ComponentState.Waiting);
        fixture.Write("whole");
        await fixture.SettleAsync();

        fixture.Loader.Attempts.ShouldBe(1);
        (await fixture.AskAsync()).ShouldBe("whole");
    }

    [Fact]
    public async Task Run_AnAdapterThatCannotReadHalfAFile_IsNotFailureButWaiting()
    {
        await using var fixture = new ComponentFixture();
        fixture.Loader.Companions = path => File.ReadAllText(path) == "whole"
            ? new Outcome<IReadOnlyList<string>>([])
            : new InferenceError(ErrorCode.ModelUnloadable, "the file is cut off");
        await fixture.StartAsync();
        for (var part = 1; part <= 4; part++)
        {
            fixture.Write(new string('.', part));
            await fixture.StepAsync();
            fixture.Status.Reason.ShouldBe("ModelChanging");
        }

        await fixture.SettleAsync();
        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Message.ShouldBe("the file is cut off");
        fixture.Write("whole");
        await fixture.SettleAsync();

        (await fixture.AskAsync()).ShouldBe("whole");
        fixture.MetricsPage.ShouldContain("result=\"failure\"} 1");
    }

    [Theory]
    [InlineData("broken: no such operator", "the file says: broken: no such operator")]
    [InlineData("throws", "InvalidOperationException: a bug of the adapter")]
    public async Task Run_AModelThatCannotBeLoaded_FailsUntilItChanges(string content, string message)
    {
        await using var fixture = new ComponentFixture();
        fixture.Write(content);
        await fixture.StartAsync();
        await fixture.SettleAsync();

        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Reason.ShouldBe("LoadFailed");
        fixture.Status.Message.ShouldBe(message);
        await fixture.StepAsync(5);
        fixture.Loader.Attempts.ShouldBe(1);
        fixture.CopiesLeft().ShouldBeEmpty();

        fixture.Write("mended");
        await fixture.SettleAsync();

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        (await fixture.AskAsync()).ShouldBe("mended");
    }

    [Fact]
    public async Task Run_AnAdapterThatThrowsWhenAskedForFiles_FailsAndGoesOn()
    {
        await using var fixture = new ComponentFixture();
        fixture.Loader.Companions = _ => throw new InvalidOperationException("a bug of the adapter");
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();
        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Message.ShouldContain("a bug of the adapter");

        fixture.Loader.Companions = _ => new Outcome<IReadOnlyList<string>>([]);
        await fixture.SettleAsync();

        (await fixture.AskAsync()).ShouldBe("v1");
    }

    [Fact]
    public async Task Run_AFileBesideIsMissing_FailsUntilItIsThere()
    {
        await using var fixture = new ComponentFixture();
        fixture.Loader.Companions = _ => new Outcome<IReadOnlyList<string>>(["weights.bin"]);
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();
        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Message.ShouldContain("'weights.bin'");

        fixture.Write("0101", "weights.bin");
        await fixture.SettleAsync();
        var first = fixture.Component.Current!.Digest;
        fixture.Write("1111", "weights.bin");
        await fixture.SettleAsync();

        fixture.Component.Current!.Digest.ShouldNotBe(first);
        (await File.ReadAllTextAsync(Path.Combine(fixture.CopiesLeft()[0], "weights.bin"), TestContext.Current.CancellationToken)).ShouldBe("1111");
    }

    [Fact]
    public async Task Run_AnEmptyFolderForAModel_WaitsForFiles()
    {
        await using var fixture = new ComponentFixture(modelPath: "box");
        await fixture.StartAsync();
        fixture.Status.State.ShouldBe(ComponentState.Waiting);

        fixture.Write("v1");
        await fixture.StepAsync();
        fixture.Write("more", "sub/labels.txt");
        await fixture.StepAsync();
        fixture.Loader.Attempts.ShouldBe(0);
        await fixture.SettleAsync();

        (await fixture.AskAsync()).ShouldBe("v1");
        File.Exists(Path.Combine(fixture.CopiesLeft()[0], "sub", "labels.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_TakenAwayWhileLoading_LeavesNothingBehind()
    {
        await using var fixture = new ComponentFixture();
        fixture.Write("v1");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var gate = new TaskCompletionSource();
        fixture.Loader.Gate = gate.Task;
        fixture.Begin();
        await Condition.HoldsAsync(() => fixture.Loader.Attempts == 1, () => "nothing was loaded");
        fixture.Status.State.ShouldBe(ComponentState.Loading);

        await fixture.StopAsync();

        fixture.CopiesLeft().ShouldBeEmpty();
        fixture.Loader.Alive.ShouldBe(0);
    }

    [Fact]
    public async Task Run_TakenAwayWhileWarmingUp_LeavesNothingBehind()
    {
        await using var fixture = new ComponentFixture();
        fixture.Write("v1");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        fixture.Loader.RunGate = new TaskCompletionSource().Task;
        fixture.Begin();
        await Condition.HoldsAsync(() => fixture.Loader.Models is [{ Runs: 1 }], () => "nothing was warmed up");

        await fixture.StopAsync();

        fixture.CopiesLeft().ShouldBeEmpty();
        fixture.Loader.Alive.ShouldBe(0);
    }

    [Fact]
    public async Task Run_TakenAway_FinishesWhatRunsThenGivesAllBack()
    {
        await using var fixture = new ComponentFixture();
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();
        fixture.Component.TryLease(out var leased).ShouldBeTrue();

        var stopping = fixture.StopAsync();
        await Condition.HoldsAsync(() => fixture.Status.State == ComponentState.Unloading, () => "it is not unloading");
        stopping.IsCompleted.ShouldBeFalse();
        fixture.Loader.Alive.ShouldBe(1);
        fixture.Component.TryLease(out _).ShouldBeFalse();
        (await fixture.TellAsync(ComponentCommandKind.Load))!.Code.ShouldBe(ErrorCode.Draining);
        leased.Release();
        await stopping;

        fixture.Loader.Alive.ShouldBe(0);
        fixture.CopiesLeft().ShouldBeEmpty();
    }
}
