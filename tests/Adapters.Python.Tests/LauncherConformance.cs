namespace Inference.Adapters.Python.Tests;

/// <summary>What every adapter must pass, with functions that take arrays of numpy and run in another container.</summary>
public sealed class LauncherConformance(LauncherFixture launcher) : NumpyConformance, IClassFixture<LauncherFixture>
{
    protected override PythonOptions Options => launcher.Elsewhere(base.Options);
}
