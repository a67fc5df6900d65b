using Inference.Contracts;
using Inference.InferenceHost.Tests.Components;
using InferenceHost.Hosting;
using InferenceHost.Publishing;

namespace Inference.InferenceHost.Tests.Hosting;

public sealed class CurlLinesTests
{
    private const string Given = """{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}]}""";

    [Fact]
    public async Task Of_NothingServes_IsNone()
    {
        await using var fixture = new ComponentFixture();
        await fixture.StartAsync();

        Line(fixture).ShouldBeNull();
    }

    [Fact]
    public async Task Of_AManifestWithAWarmup_AsksForThat()
    {
        await using var fixture = await ServingAsync(Given);

        Line(fixture).ShouldBe($"curl -sS http://h:1/tests/model/predict -H 'Content-Type: application/json' -d '{Given}'");
    }

    [Fact]
    public async Task Of_AnApostrophe_IsQuotedForTheShell()
    {
        var given = Given.Replace("\"data\"", "\"content_type\":\"it's\",\"data\"");
        await using var fixture = await ServingAsync(given);

        Line(fixture).ShouldNotBeNull().ShouldContain("it'\\''s");
    }

    [Fact]
    public async Task Of_NoWarmup_AsksForMadeUpInputs()
    {
        await using var fixture = await ServingAsync(warmup: null);

        Line(fixture).ShouldNotBeNull().ShouldEndWith("""-d '{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[0]}]}'""");
    }

    [Fact]
    public async Task Of_AnInputOfAnyShape_AsksWithOneElement()
    {
        await using var fixture = await ServingAsync(warmup: null, new Signature([new TensorSpec("x", DataType.Fp32, null)], []));

        Line(fixture).ShouldNotBeNull().ShouldEndWith("""-d '{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[0]}]}'""");
        fixture.Loader.Models[0].Runs.ShouldBe(0, "it was not warmed up on a guess");
    }

    [Fact]
    public async Task Of_ASignatureThatSaysNothing_AsksWithoutInputs()
    {
        await using var fixture = await ServingAsync(warmup: null, Signature.Unknown);

        Line(fixture).ShouldNotBeNull().ShouldEndWith("""-d '{"inputs":[]}'""");
    }

    [Theory]
    [InlineData(DataType.Fp32, 5000)]
    [InlineData(DataType.File, 1)]
    public async Task Of_NoShortExample_IsNone(DataType type, long length)
    {
        await using var fixture = await ServingAsync(warmup: null, new Signature([new TensorSpec("x", type, new Shape(length))], []));

        Line(fixture).ShouldBeNull();
    }

    private static string? Line(ComponentFixture fixture) => CurlLines.Of(new PublishedApi("tests", "model", fixture.Component, 1000), "http://h:1");

    private static async Task<ComponentFixture> ServingAsync(string? warmup, Signature? signature = null)
    {
        var fixture = new ComponentFixture(spec => spec with { WarmupBody = warmup });
        fixture.Loader.Signature = signature ?? fixture.Loader.Signature;
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();
        fixture.Component.Current.ShouldNotBeNull(fixture.Status.Message);
        return fixture;
    }
}
