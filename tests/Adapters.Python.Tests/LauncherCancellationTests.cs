namespace Inference.Adapters.Python.Tests;

/// <summary>As <see cref="CancellationTests"/>, with workers in another container.</summary>
public sealed class LauncherCancellationTests(LauncherFixture launcher) : CancellationTests, IClassFixture<LauncherFixture>
{
    private protected override Task<Script> LoadAsync(int concurrency = 1) => launcher.LoadAsync(concurrency);
}
