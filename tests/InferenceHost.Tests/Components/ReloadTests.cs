using Inference.Testing;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>A component that serves, when its model, its manifest or somebody's mind changes.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task Run_ANewVersion_ReplacesTheOldAndGivesItBack()
    {
        await using var fixture = await ServingAsync();
        var since = fixture.Status.Since;
        for (var version = 2; version <= 6; version++)
        {
            fixture.Write($"v{version}");
            await fixture.StepAsync();
            (await fixture.AskAsync()).ShouldBe($"v{version - 1}");
            await fixture.SettleAsync();
            (await fixture.AskAsync()).ShouldBe($"v{version}");
        }

        fixture.Loader.Alive.ShouldBe(1);
        fixture.Loader.Models.SkipLast(1).ShouldAllBe(model => model.Disposals == 1);
        fixture.CopiesLeft().ShouldHaveSingleItem().ShouldContain(fixture.Status.Digest!);
        fixture.Status.Since.ShouldBeGreaterThan(since);
    }

    [Fact]
    public async Task Run_ABrokenNewVersion_LeavesTheOldServingAndSaysSo()
    {
        await using var fixture = await ServingAsync();
        var digest = fixture.Status.Digest;
        fixture.Write("broken: cut off");
        await fixture.SettleAsync();

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Status.Reason.ShouldBe("ReloadFailed");
        fixture.Status.Message.ShouldBe("the new version could not be loaded, the one loaded before stays: the file says: broken: cut off");
        fixture.Status.Digest.ShouldBe(digest);
        (await fixture.AskAsync()).ShouldBe("v1");

        fixture.Write("v2");
        await fixture.SettleAsync();

        fixture.Status.Reason.ShouldBeEmpty();
        (await fixture.AskAsync()).ShouldBe("v2");
    }

    [Fact]
    public async Task Run_TheModelGoes_ServesOnAndSaysSo()
    {
        await using var fixture = await ServingAsync();
        fixture.Delete();
        await fixture.StepAsync();

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Status.Reason.ShouldBe("ModelMissing");
        fixture.Status.Message.ShouldContain("not in box weights yet");
        (await fixture.AskAsync()).ShouldBe("v1");

        fixture.Write("v2");
        await fixture.SettleAsync();
        fixture.Status.Reason.ShouldBeEmpty();
        (await fixture.AskAsync()).ShouldBe("v2");
    }

    [Fact]
    public async Task Run_RequestsInFlight_KeepTheModelTheyBeganWith()
    {
        await using var fixture = await ServingAsync();
        fixture.Component.TryLease(out var old).ShouldBeTrue();
        fixture.Write("v2");
        await fixture.SettleAsync();

        (await fixture.AskAsync()).ShouldBe("v2");
        fixture.Loader.Alive.ShouldBe(2);
        fixture.CopiesLeft().Length.ShouldBe(2);
        old.Release();
        await Condition.HoldsAsync(() => fixture.Loader.Alive == 1 && fixture.CopiesLeft().Length == 1, () => "the old model was not given back");
    }

    [Fact]
    public async Task Run_AModelThatClings_IsLeftToItself()
    {
        await using var fixture = await ServingAsync("clings");
        fixture.Write("v2");
        await fixture.SettleAsync();
        fixture.Write("v3");
        await fixture.SettleAsync();

        (await fixture.AskAsync()).ShouldBe("v3");
        fixture.CopiesLeft().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Update_AnotherSpec_LoadsTheSameFilesAgain()
    {
        await using var fixture = await ServingAsync();
        var digest = fixture.Status.Digest;

        fixture.Component.Update(fixture.Spec with { Concurrency = 5 });
        await fixture.StepAsync();

        fixture.Component.Current!.Spec.Concurrency.ShouldBe(5);
        fixture.Status.Digest.ShouldBe(digest);
        fixture.Loader.Models.Count.ShouldBe(2);
        fixture.Loader.Alive.ShouldBe(1);
        fixture.CopiesLeft().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Tell_Unload_ServesNothingUntilLoaded()
    {
        await using var fixture = await ServingAsync();
        fixture.Component.TryLease(out var inFlight).ShouldBeTrue();

        (await fixture.TellAsync(ComponentCommandKind.Unload)).ShouldBeNull();

        fixture.Status.State.ShouldBe(ComponentState.NotServed);
        fixture.Status.Reason.ShouldBe("Unloaded");
        fixture.Component.TryLease(out _).ShouldBeFalse();
        fixture.Loader.Alive.ShouldBe(1);
        inFlight.Release();
        fixture.Write("v2");
        await fixture.SettleAsync();
        fixture.Loader.Attempts.ShouldBe(1);

        (await fixture.TellAsync(ComponentCommandKind.Load)).ShouldBeNull();
        (await fixture.AskAsync()).ShouldBe("v2");
        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Loader.Alive.ShouldBe(1);
    }

    [Fact]
    public async Task Tell_LoadOfWhatServes_LoadsItAgain()
    {
        await using var fixture = await ServingAsync();

        (await fixture.TellAsync(ComponentCommandKind.Load)).ShouldBeNull();

        fixture.Loader.Attempts.ShouldBe(2);
        (await fixture.AskAsync()).ShouldBe("v1");
    }

    [Theory]
    [InlineData("broken", "the file says: broken")]
    [InlineData(null, "'model.txt' is not in box weights yet")]
    public async Task Tell_LoadOfWhatCannotBe_SaysWhy(string? content, string reason)
    {
        await using var fixture = await ServingAsync();
        if (content is null)
            fixture.Delete();
        else
            fixture.Write(content);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await fixture.StepAsync(3);

        var error = await fixture.TellAsync(ComponentCommandKind.Load);

        error.ShouldNotBeNull().Message.ShouldBe(reason);
        (await fixture.AskAsync()).ShouldBe("v1");
    }

    private static async Task<ComponentFixture> ServingAsync(string content = "v1")
    {
        var fixture = new ComponentFixture();
        fixture.Write(content);
        await fixture.StartAsync();
        await fixture.SettleAsync();
        fixture.Status.State.ShouldBe(ComponentState.Ready);
        return fixture;
    }
}
