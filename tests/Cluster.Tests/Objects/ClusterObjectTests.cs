using System.Text;
using System.Text.Json;

namespace Inference.Cluster.Tests.Objects;

[Collection(nameof(Alone))]
public sealed class ClusterObjectTests
{
    [Fact]
    public void Parse_WholeObject_GivesItsFields()
    {
        var parsed = ClusterObject.Parse("""
            { "apiVersion": "apps/v1", "kind": "Deployment",
              "metadata": { "name": "a", "namespace": "n", "uid": "u", "resourceVersion": "12", "generation": 3, "labels": { "l": "ü" }, "annotations": { "x": "y" },
                "creationTimestamp": "2026-01-02T03:04:05Z", "deletionTimestamp": "2026-01-02T03:04:06Z",
                "ownerReferences": [ { "apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "q" } ] } }
            """u8);

        (parsed.ApiVersion, parsed.Kind, parsed.Id, parsed.Uid, parsed.ResourceVersion, parsed.Generation)
            .ShouldBe(("apps/v1", "Deployment", new ObjectName("n", "a"), "u", "12", 3L));
        parsed.Labels["l"].ShouldBe("ü");
        parsed.Annotations["x"].ShouldBe("y");
        parsed.CreationTimestamp.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        parsed.DeletionTimestamp.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero));
        parsed.Owners.ShouldHaveSingleItem().ShouldBe(new OwnerReference("v1", "Pod", "p", "q", IsController: false));
        parsed.ToString().ShouldBe("Deployment n/a");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"metadata":[],"kind":7}""")]
    [InlineData("""{"metadata":{"name":null,"labels":{"a":1},"ownerReferences":[7],"generation":"x","creationTimestamp":"then"}}""")]
    public void Parse_ObjectThatLacksAll_IsEmpty(string json)
    {
        var parsed = ClusterObject.Parse(Encoding.UTF8.GetBytes(json));

        (parsed.ApiVersion, parsed.Kind, parsed.Name, parsed.Namespace, parsed.Generation).ShouldBe(("", "", "", "", 0L));
        parsed.Labels.ShouldBeEmpty();
        parsed.CreationTimestamp.ShouldBeNull();
        parsed.DeletionTimestamp.ShouldBeNull();
        parsed.Owners.Where(owner => owner.Name.Length > 0).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("{")]
    public void Parse_NoObject_Throws(string json) => Should.Throw<JsonException>(() => ClusterObject.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Parse_ItemOfAList_IsCompactAndKnowsItsType()
    {
        using var document = JsonDocument.Parse("""{ "metadata": { "managedFields": [ 1, 2 ], "name": "a\u00fc" }, "data": { "managedFields": "<kept>" } }""");

        var parsed = ClusterObject.Parse(document.RootElement, TestCluster.ConfigMaps, ListScope.All);

        parsed.Json.GetRawText().ShouldBe("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aü"},"data":{"managedFields":"<kept>"}}""");
    }

    [Fact]
    public void Parse_FiveThousandObjects_HoldLittleMoreThanTheirText()
    {
        var containers = string.Join(',', Enumerable.Range(0, 20).Select(i => $"{{\"name\":\"c{i}\",\"image\":\"localhost/i:1\",\"env\":[{{\"name\":\"A\",\"value\":\"b\"}}]}}"));
        var text = Encoding.UTF8.GetBytes($"{{\"metadata\":{{\"name\":\"a\"}},\"spec\":{{\"template\":{{\"spec\":{{\"containers\":[{containers}]}}}}}}}}");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var objects = Enumerable.Range(0, 5000).Select(_ => ClusterObject.Parse(text)).ToArray();

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / objects.Length;
        each.ShouldBeLessThan(text.Length * 4);
        GC.KeepAlive(objects);
    }
}
