namespace Inference.Adapters.Python.Tests;

/// <summary>Tests of what is the same wherever workers run.</summary>
public abstract class ScriptTests
{
    private protected virtual Task<Script> LoadAsync(int concurrency = 1) => Script.LoadAsync(concurrency);
}
