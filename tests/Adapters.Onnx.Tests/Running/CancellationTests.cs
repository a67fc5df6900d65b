namespace Inference.Adapters.Onnx.Tests.Running;

[Collection(nameof(Alone))]
public sealed class CancellationTests
{
    [Fact]
    public async Task Infer_Cancelled_EndsWithinATenthOfASecond()
    {
        await using var model = await TestModels.LoadAsync("slow");
        var fastest = TimeSpan.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            var took = await OnnxConformance.TimeToEndAsync(model, source.Token);
            fastest = took < fastest ? took : fastest;
        }

        // the best of some: a machine that is busy delays the thread that is to see it
        fastest.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }
}
