using Inference.Testing;

namespace Inference.Adapters.Onnx.Tests.Running;

[Collection(nameof(Alone))]
public sealed class CancellationTests
{
    [Fact]
    public async Task Infer_Cancelled_EndsWithinATenthOfASecond()
    {
        await using var model = await TestModels.LoadAsync("slow");
        await TimeBound.IsKeptOnceAsync(TimeSpan.FromMilliseconds(100), async () =>
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            return await OnnxConformance.TimeToEndAsync(model, source.Token);
        });
    }
}
