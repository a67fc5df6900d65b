namespace Inference.Adapters.Python.Tests;

/// <summary>Functions that a class of tests shares, with one worker each: one that takes lists, one that takes arrays of numpy.</summary>
public sealed class ScriptFixture : IAsyncLifetime
{
    internal Script Lists { get; private set; } = null!;

    internal Script Arrays { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lists = await Script.LoadAsync();
        Arrays = await Script.LoadAsync(numpy: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Lists.DisposeAsync();
        await Arrays.DisposeAsync();
    }
}
