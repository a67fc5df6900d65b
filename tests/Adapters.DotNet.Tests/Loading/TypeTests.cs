using Inference.Contracts;

namespace Inference.Adapters.DotNet.Tests.Loading;

public sealed class TypeTests
{
    private const string Space = "Inference.Adapters.DotNet.Fixtures";

    [Theory]
    [InlineData("Running.heavy", "has no type", "there is Inference.Adapters.DotNet.Fixtures.Running.Heavy", "what can be used: ")]
    [InlineData("Heavy", "has no type", "there is Inference.Adapters.DotNet.Fixtures.Running.Heavy")]
    [InlineData("Loading.Failing+Generic", "has no type", "there is Inference.Adapters.DotNet.Fixtures.Loading.Failing+Generic`1")]
    [InlineData("Nothing.Like.It", "has no type", "what can be used: ", "set type to a full name")]
    [InlineData("Loading.Failing+NoLoader", "does not implement IModelLoader", "expected a public class that implements Inference.Contracts.IModelLoader")]
    [InlineData("Loading.Failing+ModelOnly", "is a model (IModel) and not what loads one")]
    [InlineData("Loading.Failing+NotPublic", "is not public")]
    [InlineData("Loading.Failing+Abstract", "is abstract")]
    [InlineData("Loading.Failing+Generic`1", "is generic")]
    [InlineData("Loading.Failing+WithParameter", "has no public constructor without parameters")]
    [InlineData("Loading.Failing+Hidden", "has no public constructor without parameters")]
    [InlineData("Loading.Failing+ThrowingConstructor", "the constructor of", "raised InvalidOperationException: no license for this")]
    [InlineData("Loading.Failing+ThrowingInitializer", "FormatException: The input string 'seven' was not in a correct format.")]
    [InlineData("Loading.Failing+ThrowingLoad", "LoadAsync raised FileNotFoundException: /weights.bin is not there")]
    [InlineData("Loading.Failing+NativeMissing", "DllNotFoundException", "nativepart", "put the native library for this machine into the adapter's folder")]
    [InlineData("Loading.Failing+NullTask", "LoadAsync gave null in place of a task")]
    [InlineData("Loading.Failing+NoModel", "LoadAsync gave neither a model nor an error")]
    [InlineData("Loading.Failing+Refusing", "the weights are of last year")]
    public async Task Load_TypeThatCannotBe_SaysWhy(string type, params string[] parts)
    {
        var error = await Adapter.FailAsync(Adapter.Options(type), Adapter.Source() with { ModelPath = Path.Combine(Adapter.Root, "weights.bin") });

        foreach (var part in parts)
            error.Message.ShouldContain(part, Case.Sensitive);
        error.Message.ShouldNotContain(Adapter.Root);
    }

    [Theory]
    [InlineData("null", "is null")]
    [InlineData("null-inputs", "has null in place of its inputs")]
    [InlineData("null-spec", "has null for input 1")]
    [InlineData("nameless", "gives input 0 no name")]
    [InlineData("twice", "has two outputs called 'x'")]
    [InlineData("no-type", "gives input 'x' a type that is none")]
    [InlineData("bad-shape", "gives input 'x' the shape [2,-3]")]
    [InlineData("bad-axis", "has the batch axis -1")]
    public async Task Load_SignatureThatCannotBe_SaysWhy(string signature, string part)
    {
        var error = await Adapter.FailAsync(Adapter.Options("Loading.Signatures"), Adapter.Source(("SIGNATURE", signature)));

        error.Message.ShouldBe(
            $"the Signature of the model that {Space}.Loading.Signatures loaded {part}" +
            $"{(signature == "bad-shape" ? ", expected dimensions of 0 or more, or -1 for any length" : signature == "bad-axis" ? ", expected 0 or more, or null" : "")}: mend it in the adapter");
    }

    [Fact]
    public async Task Signature_Whole_IsTheAdapters()
    {
        await using var model = await Adapter.LoadAsync("Loading.Signatures", Adapter.Source(("SIGNATURE", "whole")));

        var input = model.Signature.Inputs.ShouldHaveSingleItem();
        input.IsOptional.ShouldBeTrue();
        input.Accepts(DataType.Fp64).ShouldBeTrue();
        input.Description.ShouldBe("a number");
        model.Signature.BatchAxis.ShouldBe(0);
        model.Signature.HasOpenInputs.ShouldBeTrue();
        model.Signature.HasOpenOutputs.ShouldBeTrue();
        model.Signature.ShouldBeSameAs(model.Signature);
        model.WarmupRuns.ShouldBe(1);
        model.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Load_CodeThrows_TellsTheStackTraceToTheLogOnly()
    {
        var events = new RecordedEvents();

        var error = await Adapter.FailAsync(Adapter.Options("Loading.Failing+ThrowingConstructor"), Adapter.Source() with { Events = events });

        error.Message.ShouldNotContain(" at ");
        var (id, details) = events.Errors.ShouldHaveSingleItem();
        id.ShouldBeNull();
        details.ShouldContain("Failing.cs:line");
    }

    [Fact]
    public void Platform_IsTheContracts() => new DotNetModelLoader(Adapter.Options("Running.Heavy")).Platform.ShouldBe("dotnet");
}
