using System.Text;
using System.Text.Json;

namespace Inference.Cluster.Tests.Objects;

public sealed class DeepObjectTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(99)]
    [InlineData(500)]
    public void Parse_OfAnAnswer_KeepsWhatIsReadAndCutsWhatLiesDeeper(int depth)
    {
        var text = $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"deep","namespace":"lab","uid":"u"},"x":{{new string('[', depth)}}1{{new string(']', depth)}},"y":2}""";
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), new JsonDocumentOptions { MaxDepth = 10_000 });

        var read = ClusterObject.Parse(document.RootElement);

        read.Id.ShouldBe(new ObjectName("lab", "deep"));
        read.Json.GetProperty("y").GetInt32().ShouldBe(2);
        Depth(read.Json.GetProperty("x")).ShouldBe(Math.Min(depth, 99));
    }

    private static int Depth(JsonElement element) => element.ValueKind == JsonValueKind.Array ? 1 + Depth(element[0]) : 0;
}
