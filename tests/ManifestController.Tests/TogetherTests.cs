using global::ManifestController;

namespace Inference.ManifestController.Tests;

public sealed class TogetherTests
{
    [Fact]
    public async Task Run_OnePartThrows_EndsTheOthersAndThrowsIt()
    {
        var ended = new TaskCompletionSource();

        var running = Together.RunAsync(
            TestContext.Current.CancellationToken,
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ended.SetResult();
                token.ThrowIfCancellationRequested();
            },
            _ => Task.FromException(new InvalidOperationException("no memory left")));

        (await Should.ThrowAsync<InvalidOperationException>(running)).Message.ShouldBe("no memory left");
        ended.Task.IsCompleted.ShouldBeTrue();
    }
}
