using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Batching;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class WarmupTests
{
    private const string Given = """{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2]}]}""";

    [Fact]
    public async Task Run_NothingSaid_WarmsUpOnMadeUpInputs()
    {
        await using var fixture = await LoadAsync("v1");

        fixture.Loader.Models[0].Runs.ShouldBe(1);
        fixture.Status.Reason.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Given)]
    public async Task Run_AModelOfSeveralParts_IsRunSoOften(string? given)
    {
        await using var fixture = new ComponentFixture(spec => spec with { WarmupBody = given });
        fixture.Loader.WarmupRuns = 3;
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();

        fixture.Loader.Models[0].Runs.ShouldBe(3);
        fixture.Status.State.ShouldBe(ComponentState.Ready);
    }

    [Fact]
    public async Task Run_MadeUpInputsFail_ServesWithAWarning()
    {
        await using var fixture = await LoadAsync("fails");

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Status.Reason.ShouldBe("WarmupFailed");
        fixture.Status.Message.ShouldBe("the warm-up failed: no, as it always says");
        fixture.Component.Current.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"y","datatype":"FP32","shape":[2],"data":[1,2]}]}""", "unknown input 'y'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1]}]}""", "expected 2 numbers for shape [2], got 1")]
    [InlineData("""{"inputs":"x"}""", "inputs")]
    public async Task Load_AnExampleThatTheModelRefuses_ServesWithAWarningAndDoesNotShowIt(string example, string message)
    {
        await using var fixture = await LoadAsync("v1", spec => spec with { ExampleBody = example });

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Status.Reason.ShouldBe("ExampleInvalid");
        fixture.Status.Message.ShouldContain(message);
        fixture.Component.Current.ShouldNotBeNull().Example.ShouldBeNull();
    }

    [Fact]
    public async Task Load_AnExampleThatTheModelTakes_IsShown()
    {
        await using var fixture = await LoadAsync("v1", spec => spec with { ExampleBody = Given });

        fixture.Status.Reason.ShouldBe("");
        fixture.Component.Current.ShouldNotBeNull().Example.ShouldBe(Given);
    }

    [Theory]
    [InlineData("fails", Given, "the warm-up failed: no, as it always says")]
    [InlineData("raises", Given, "the warm-up failed: InvalidOperationException: a bug of the model")]
    [InlineData("v1", """{"inputs":[{"name":"y","datatype":"FP32","shape":[2],"data":[1,2]}]}""", "unknown input 'y'")]
    [InlineData("v1", """{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,"a"]}]}""", "warmup.inputs: ")]
    [InlineData("v1", """{"inputs":[{"name":"x","datatype":"FILE","data":"a.png"}]}""", "found FILE")]
    public async Task Run_GivenInputsFail_IsAFailure(string model, string inputs, string message)
    {
        await using var fixture = await LoadAsync(model, spec => spec with { WarmupBody = inputs });

        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Message.ShouldContain(message);
        fixture.Loader.Alive.ShouldBe(0);
        fixture.CopiesLeft().ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_GivenInputsHaveMoreRowsThanARequestMay_IsAFailure()
    {
        var signature = new Signature([new TensorSpec("x", DataType.Fp32, new Shape(-1))], [new TensorSpec("version", DataType.Bytes, new Shape(-1))], batchAxis: 0);
        await using var fixture = await LoadAsync("v1", spec => spec with { WarmupBody = Given, Batching = new BatchLimits(1, TimeSpan.Zero) }, signature);

        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Message.ShouldContain("at most 1 rows");
    }

    [Fact]
    public async Task Run_GivenInputsFitTheModel_Serves()
    {
        await using var fixture = await LoadAsync("v1", spec => spec with { WarmupBody = Given });

        fixture.Status.State.ShouldBe(ComponentState.Ready);
        fixture.Loader.Models[0].Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Run_WarmupOff_RunsNothing()
    {
        await using var fixture = await LoadAsync("fails", spec => spec with { WarmupEnabled = false });

        fixture.Status.Reason.ShouldBeEmpty();
        fixture.Loader.Models[0].Runs.ShouldBe(0);
    }

    [Fact]
    public async Task Run_ASignatureThatSaysNothing_ServesWithoutWarmup()
    {
        await using var fixture = await LoadAsync("fails", signature: Signature.Unknown);

        fixture.Status.Reason.ShouldBeEmpty();
        fixture.Loader.Models[0].Runs.ShouldBe(0);
    }

    [Fact]
    public async Task Run_NoAnswerInTime_SaysSo()
    {
        await using var fixture = new ComponentFixture(spec => spec with { RequestTimeout = TimeSpan.FromSeconds(7), WarmupBody = Given });
        fixture.Loader.RunGate = new TaskCompletionSource().Task;
        fixture.Write("v1");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        fixture.Begin();
        await Condition.HoldsAsync(() => fixture.Loader.Models is [{ Runs: 1 }], () => "nothing was warmed up");

        fixture.Clock.Advance(TimeSpan.FromSeconds(7));
        await fixture.StepAsync();

        fixture.Status.State.ShouldBe(ComponentState.Failed);
        fixture.Status.Message.ShouldBe("the warm-up failed: no answer within the requestTimeout of 7 s");
    }

    private static async Task<ComponentFixture> LoadAsync(string content, Func<ComponentSpec, ComponentSpec>? change = null, Signature? signature = null)
    {
        var fixture = new ComponentFixture(change);
        fixture.Loader.Signature = signature ?? fixture.Loader.Signature;
        fixture.Write(content);
        await fixture.StartAsync();
        await fixture.SettleAsync();
        return fixture;
    }
}
