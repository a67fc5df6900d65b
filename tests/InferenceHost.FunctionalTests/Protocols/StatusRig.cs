using Inference.InferenceHost.FunctionalTests.Access;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>What the rows of the status tables are provoked on.</summary>
internal sealed class StatusRig(ModelsHost models, TroubleHost trouble, FilesHost files, AccessHost access)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<RawResponse> PredictAsync(string model, string body) => models.PredictAsync(model, body);

    public Task<RawResponse> InferAsync(string model, string body) => models.InferAsync(model, body);

    public Task<RawResponse> PublicAsync(RawRequest request) => request.SendAsync(models.Public);

    public Task<RawResponse> InternalAsync(RawRequest request) => request.SendAsync(models.Internal);

    /// <summary>A request of a caller's to <c>/tests/files/{path}</c>; anybody's other request by its whole target.</summary>
    public Task<RawResponse> FilesAsync(string method, string path, string body = "") => files.AskAsync(method, path, body);

    public Task<RawResponse> FilesPublicAsync(RawRequest request) => request.SendAsync(files.Host.PublicUrl);

    /// <summary>A prediction asked with a token of the user's.</summary>
    public Task<RawResponse> WithTokenAsync(string api, string user) => access.PredictAsync(api, request => request.With("Authorization", "Bearer " + access.Token(user)));

    /// <summary>A prediction asked for as often as it takes to be refused.</summary>
    public async Task<RawResponse> UntilRefusedAsync(string api)
    {
        RawResponse? answer = null;
        await access.Host.WaitForAsync(async () => (answer = await access.PredictAsync(api)).Status != 200, TimeSpan.FromSeconds(20), Stop);
        return answer!;
    }

    public Task<RawResponse> TroublePublicAsync(RawRequest request) => request.SendAsync(trouble.Host.PublicUrl);

    public Task<RawResponse> TroubleInternalAsync(RawRequest request) => request.SendAsync(trouble.Host.InternalUrl);

    /// <summary>A request to a component whose every place is taken.</summary>
    public static Task<RawResponse> ToFullQueueAsync(Func<HostProcess, Task<RawResponse>> ask) =>
        OnSlowHostAsync("concurrency: 1\nqueue: { maxLength: 1 }", endless: 2, ask);

    /// <summary>A request that waits for a slot longer than the queue's timeout.</summary>
    public static Task<RawResponse> ToBusySlotAsync(Func<HostProcess, Task<RawResponse>> ask) =>
        OnSlowHostAsync("concurrency: 1\nqueue: { timeout: 50ms }", endless: 1, async host =>
        {
            RawResponse? answer = null;
            await host.WaitForAsync(async () => (answer = await ask(host)).Status != 200, TimeSpan.FromSeconds(20), Stop);
            return answer!;
        });

    /// <summary>A request on a host that was told to stop and still has one in hand.</summary>
    public static Task<RawResponse> ToDrainingAsync(Func<HostProcess, Task<RawResponse>> ask) =>
        OnSlowHostAsync("concurrency: 1\nqueue: { timeout: 50ms }", endless: 1, async host =>
        {
            host.Terminate();
            await host.Errors.FindAsync(line => line.Contains("LogDraining"), TimeSpan.FromSeconds(20), Stop);
            RawResponse? answer = null;

            // told is not yet refused: one that slips in between waits for the slot in vain
            await host.WaitForAsync(async () => (answer = await ask(host)).Status == 503, TimeSpan.FromSeconds(20), Stop);
            return answer!;
        });

    /// <summary>A request to a component that warms up without end.</summary>
    public static async Task<RawResponse> ToLoadingAsync(Func<HostProcess, Task<RawResponse>> ask)
    {
        using var folder = new ManifestFolder().Add(
            "tests", "slow", TestModels.PathOf("slow"), "warmup: { inputs: [ { name: iterations, datatype: INT64, shape: [], data: [1000000000] } ] }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { UntilReady = false }, Stop);
        await host.WaitForAsync(async () => (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Text.Contains("\"loading\""), TimeSpan.FromSeconds(20), Stop);
        return await ask(host);
    }

    private static async Task<RawResponse> OnSlowHostAsync(string inference, int endless, Func<HostProcess, Task<RawResponse>> ask)
    {
        using var folder = new ManifestFolder().Add("tests", "slow", TestModels.PathOf("slow"), inference);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        var connections = new List<RawConnection>();
        for (var i = 1; i <= endless; i++)
        {
            var connection = await RawConnection.OpenAsync(host.PublicUrl);
            connections.Add(connection);
            await connection.SendAsync(RawRequest.Post("/tests/slow/predict", SlowModel.Endless).ToBytes());
            var inHand = $"inference_in_flight{{component=\"tests.slow\"}} {i}\n";
            await host.WaitForAsync(async () => (await RawRequest.Get("/metrics").SendAsync(host.InternalUrl)).Text.Contains(inHand), TimeSpan.FromSeconds(20), Stop);
        }

        try
        {
            return await ask(host);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }
}
