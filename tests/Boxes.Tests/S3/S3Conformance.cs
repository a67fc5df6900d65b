using Inference.Boxes.Conformance;

namespace Inference.Boxes.Tests.S3;

public sealed class S3Conformance(TestServer server) : BoxConformance
{
    private readonly S3Endpoint endpoint = new(server.Address);

    protected override int LargeSize => TestServer.PartSize * 2;

    protected override async Task<IBoxStore> CreateAsync() =>
        new S3Store(endpoint, await server.NewBucketAsync() with { Prefix = "boxes/of/one" });

    protected override ValueTask CleanAsync()
    {
        endpoint.Dispose();
        return ValueTask.CompletedTask;
    }
}
