using Inference.InferenceHost.FunctionalTests.Mounts;

[assembly: AssemblyFixture(typeof(Inference.InferenceHost.FunctionalTests.Files.SharedStore))]

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>One real S3 server for all tests that neither cut it off nor stall it; started by the first that asks.</summary>
public sealed class SharedStore : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private StoreServer? server;

    public async Task<StoreServer> GetAsync()
    {
        await turn.WaitAsync();
        try
        {
            if (server is null)
            {
                var started = new StoreServer();
                await started.InitializeAsync();
                server = started;
            }

            return server;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        turn.Dispose();
        if (server is not null)
            await server.DisposeAsync();
    }
}
