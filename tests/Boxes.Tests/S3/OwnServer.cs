using Inference.Testing.S3;

namespace Inference.Boxes.Tests.S3;

/// <summary>A server that the tests of one class cut off and stall as they like.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    public TestServer Test { get; } = new();

    public S3Server Server => Test.Server;

    public ValueTask InitializeAsync() => Test.InitializeAsync();

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
