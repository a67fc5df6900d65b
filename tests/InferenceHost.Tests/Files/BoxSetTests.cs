using Inference.Boxes;
using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Files;
using InferenceHost.Protocols;
using InferenceHost.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.InferenceHost.Tests.Files;

public sealed class BoxSetTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly BoxSet boxes = new(new BoxStores(TimeProvider.System), new StoreLog(NullLogger<StoreLog>.Instance), NullLogger<BoxSet>.Instance);

    public static TheoryData<BoxErrorCode> Codes => [.. Enum.GetValues<BoxErrorCode>()];

    [Fact]
    public void Apply_ABoxUnchanged_IsTheSame()
    {
        boxes.Apply([Plan("a"), Plan("b", capacity: 10)]);
        var (a, b) = (Take("a"), Take("b"));

        boxes.Apply([Plan("a"), Plan("b", capacity: 20)]);

        Take("a").ShouldBeSameAs(a);
        Take("b").ShouldNotBeSameAs(b);
        b.Store.ShouldBeOfType<BoundedStore>().Capacity.Limit.ShouldBe(10);
        a.Leave();
        a.Leave();
        b.Leave();
        Take("b").Leave();
    }

    [Fact]
    public async Task Apply_ABoxThatIsGone_ServesWhoHasItAndNobodyElse()
    {
        boxes.Apply([Plan("a", capacity: 100)]);
        var box = Take("a");
        boxes.Apply([]);

        boxes.TryEnter("pu", "a", out _).ShouldBeFalse();
        (await box.Store.PutAsync(BoxPath.Parse("f"), new MemoryStream([1]), PutOptions.Default, CancellationToken.None)).Error.ShouldBeNull();
        var stop = boxes.StopAsync();
        stop.IsCompleted.ShouldBeFalse();
        box.Leave();
        await stop;
        box.TryEnter().ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Of_EachFailure_HasAStatusAndTellsNoPlace(BoxErrorCode code)
    {
        var error = BoxFailure.Of(new BoxError(code, code == BoxErrorCode.InvalidPath ? "'x' is no name" : "in the folder '/secret/place'"), "file 'g/f' in box b");

        error.Message.ShouldNotContain("/secret/place");
        var status = StatusTable.Of(error.Code).Http;
        status.ShouldBe(code switch
        {
            BoxErrorCode.NotFound => 404,
            BoxErrorCode.PreconditionFailed => 412,
            BoxErrorCode.Conflict => 409,
            BoxErrorCode.InvalidPath or BoxErrorCode.ContentMismatch => 400,
            BoxErrorCode.InvalidRange => 416,
            BoxErrorCode.Full or BoxErrorCode.DiskFull => 507,
            _ => 502,
        });
        error.Code.ShouldNotBe(ErrorCode.Internal);
    }

    public void Dispose() => folder.Dispose();

    private PlannedBox Plan(string name, long? capacity = null) => new("pu", name, folder[name], IsOwn: true, capacity);

    private Box Take(string name) => boxes.TryEnter("pu", name, out var box) ? box : throw new InvalidOperationException(name);
}
