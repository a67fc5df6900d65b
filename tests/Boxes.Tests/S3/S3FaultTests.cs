using System.Diagnostics;
using System.Text;
using Inference.Testing;

namespace Inference.Boxes.Tests.S3;

/// <summary>A store that is down, hangs, and comes back.</summary>
public sealed class S3FaultTests(OwnServer own) : IClassFixture<OwnServer>, IAsyncLifetime
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(3);
    private static readonly BoxPath File = BoxPath.Parse("group/file");

    private readonly S3Endpoint endpoint = new(own.Test.Address, new S3EndpointOptions
    {
        AttemptTimeout = Attempt,
        Retries = 1,
        RetryDelay = TimeSpan.FromMilliseconds(20),
        BreakAfter = 4,
        BreakDuration = TimeSpan.FromSeconds(1),
    });

    private S3Store? store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private S3Store Store => store.ShouldNotBeNull();

    public async ValueTask InitializeAsync() => store = new S3Store(endpoint, await own.Test.NewBucketAsync());

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        endpoint.Dispose();
    }

    [Fact]
    public async Task AnyCall_ServerDown_IsUnreachableAtOnceAndWorksWhenItIsBack()
    {
        await PutAsync("before");
        await own.Server.CutAsync();
        var began = Stopwatch.GetTimestamp();
        try
        {
            for (var i = 0; i < 10; i++)
            {
                (await Store.HeadAsync(File, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Unreachable);
                using var content = new MemoryStream([1]);
                (await Store.PutAsync(File, content, PutOptions.Default, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Unreachable);
            }

            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(40));
            (await Store.HeadAsync(File, Stop)).Error.ShouldNotBeNull().Message.ShouldContain("left alone");
        }
        finally
        {
            await own.Server.UncutAsync();
        }

        // the circuit closes by itself
        await Condition.HoldsAsync(async () => (await Store.HeadAsync(File, Stop)).Error is null, () => "the store is never asked again");
        (await ReadAsync()).ShouldBe("before");
    }

    [Fact]
    public async Task AnyCall_ServerThatHangs_IsUnreachableWithinItsTime()
    {
        await PutAsync("before");
        await own.Server.StallAsync();
        try
        {
            var began = Stopwatch.GetTimestamp();
            using var content = new MemoryStream([1]);
            var error = (await Store.PutAsync(File, content, PutOptions.Default, Stop)).Error.ShouldNotBeNull();
            error.Code.ShouldBe(BoxErrorCode.Unreachable);
            error.Message.ShouldContain("did not answer within 3 s");
            Stopwatch.GetElapsedTime(began).ShouldBeInRange(2 * Attempt, 20 * Attempt);

            // what moves no file is over in the time of one attempt, with its repetition
            began = Stopwatch.GetTimestamp();
            (await Store.HeadAsync(File, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Unreachable);
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(2 * Attempt);
        }
        finally
        {
            await own.Server.UnstallAsync();
        }

        await Condition.HoldsAsync(async () => (await Store.HeadAsync(File, Stop)).Error is null, () => "the store is never asked again");
    }

    [Fact]
    public async Task Read_ConnectionCutInTheMiddle_GoesOnWhereItWas()
    {
        var (content, expected) = await OpenLargeAsync();
        await using (content)
        {
            using var read = new MemoryStream();
            await ReadSomeAsync(content, read, 1_000_000);
            await own.Server.CutAsync();
            await own.Server.UncutAsync();
            await content.Stream.CopyToAsync(read, Stop);
            read.ToArray().AsSpan().SequenceEqual(expected).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Read_ObjectDeletedAndConnectionCut_IsNotFound()
    {
        var (content, _) = await OpenLargeAsync();
        await using (content)
        {
            await ReadSomeAsync(content, Stream.Null, 1_000_000);
            (await Store.DeleteAsync(File, Stop)).ShouldBeNull();
            await own.Server.CutAsync();
            await own.Server.UncutAsync();
            var failure = await Should.ThrowAsync<BoxReadException>(async () => await content.Stream.CopyToAsync(Stream.Null, Stop));
            failure.Error.Code.ShouldBe(BoxErrorCode.NotFound);
        }
    }

    [Fact]
    public async Task Read_ObjectReplacedAndConnectionCut_IsNeverAMixture()
    {
        var (content, _) = await OpenLargeAsync();
        await using (content)
        {
            await ReadSomeAsync(content, Stream.Null, 1_000_000);
            await PutAsync("another");
            await own.Server.CutAsync();
            await own.Server.UncutAsync();
            var failure = await Should.ThrowAsync<BoxReadException>(async () => await content.Stream.CopyToAsync(Stream.Null, Stop));
            failure.Error.Code.ShouldBe(BoxErrorCode.PreconditionFailed);
        }
    }

    private static async Task ReadSomeAsync(BoxContent content, Stream into, int count)
    {
        var block = new byte[count];
        await content.Stream.ReadExactlyAsync(block, Stop);
        await into.WriteAsync(block, Stop);
    }

    private async Task<(BoxContent Content, byte[] Expected)> OpenLargeAsync()
    {
        // more than the buffers of both sides hold
        var expected = new byte[60 << 20];
        new Random(1).NextBytes(expected);
        using var stream = new MemoryStream(expected);
        (await Store.PutAsync(File, stream, PutOptions.Default, Stop)).Error.ShouldBeNull();
        (await Store.GetAsync(File, GetOptions.Default, Stop)).TryGet(out var content, out var error).ShouldBeTrue(error?.ToString());
        return (content!, expected);
    }

    private async Task PutAsync(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        (await Store.PutAsync(File, content, PutOptions.Default, Stop)).Error.ShouldBeNull();
    }

    private async Task<string> ReadAsync()
    {
        (await Store.GetAsync(File, GetOptions.Default, Stop)).TryGet(out var content, out var error).ShouldBeTrue(error?.ToString());
        await using (content)
        {
            using var reader = new StreamReader(content!.Stream);
            return await reader.ReadToEndAsync(Stop);
        }
    }
}
