namespace Inference.Adapters.Python.Tests;

/// <summary>As <see cref="FailureTests"/>, with workers in another container.</summary>
public sealed class LauncherFailureTests(LauncherFixture launcher) : FailureTests, IClassFixture<LauncherFixture>
{
    private protected override Task<Script> LoadAsync(int concurrency = 1) => launcher.LoadAsync(concurrency);
}
