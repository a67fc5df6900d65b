using Inference.Contracts;

namespace Inference.Adapters.Conformance;

/// <summary>
/// What the host relies on from every adapter, whatever it runs. An adapter's tests subclass this, say where their fixtures are and what they cannot do.
/// </summary>
public abstract partial class AdapterConformance
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected virtual AdapterFeatures Features => AdapterFeatures.All;

    /// <summary>The adapter under test, with default options.</summary>
    protected abstract IModelLoader CreateLoader();

    /// <summary>Where the fixture is; <paramref name="type"/> matters to <see cref="Fixture.Echo"/> alone.</summary>
    protected abstract ModelSource SourceOf(Fixture fixture, DataType type = DataType.Fp32);

    /// <summary>Whether models of this kind have tensors of the type.</summary>
    protected virtual bool Supports(DataType type) => type <= DataType.Bytes;

    protected async Task<IModel> LoadAsync(Fixture fixture, DataType type = DataType.Fp32)
    {
        var outcome = await CreateLoader().LoadAsync(SourceOf(fixture, type), Stop);
        outcome.TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        return model;
    }

    private void Need(AdapterFeatures feature) => Assert.SkipUnless(Features.HasFlag(feature), $"this adapter has not the feature {feature}");
}
