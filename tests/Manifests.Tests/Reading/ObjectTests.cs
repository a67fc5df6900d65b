using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Tests.Reading;

/// <summary>A manifest says the same as YAML and as the JSON object that a cluster has of it.</summary>
public sealed class ObjectTests
{
    private static readonly Config s_many = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60);

    [Theory]
    [MemberData(nameof(CaseTests.Cases), MemberType = typeof(CaseTests))]
    public void ReadObjects_Case_SaysTheSameAsYaml(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Cases", name);
        var texts = Directory.GetFiles(folder, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => FileText.Read(Path.GetRelativePath(folder, file), file).Text).OfType<string>();

        CheckSame(string.Join("\n---\n", texts.Where(IsYaml)));
    }

    [Fact]
    public void ReadObjects_GeneratedDocuments_SayTheSameAsYaml()
        => Prop.ForAll(GeneratedManifest.Texts.ToArbitrary(), text => CheckSame(text)).Check(s_many);

    [Fact]
    public void ReadObjects_MutatedManifests_SayTheSameAsYaml()
        => Prop.ForAll(GeneratedManifest.Mutated.ToArbitrary(), text => !IsYaml(text) || CheckSame(text)).Check(s_many);

    [Fact]
    public void ReadObjects_WhatKubernetesAdds_IsPassedOver()
    {
        var set = ReadObjects("""
            { "apiVersion": "unified-platform.cs.hse.ru/v1", "kind": "DataBox",
              "metadata": { "name": "data", "namespace": "pu", "uid": "1", "generation": 3, "resourceVersion": "7", "creationTimestamp": "2024-01-01T00:00:00Z",
                "labels": { "a": "b" }, "annotations": { "kubectl.kubernetes.io/last-applied-configuration": "{}" }, "finalizers": ["x"],
                "ownerReferences": [ { "apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "2" } ],
                "managedFields": [ { "manager": "kubectl", "fieldsV1": { "f:spec": { ".": {}, "f:folder": {} } } } ] },
              "spec": { "folder": { "path": "../here" } },
              "status": { "state": "Ready", "conditions": [ { "type": "Accepted" } ] } }
            """);

        set.Diagnostics.ShouldBeEmpty();
        var box = set.Boxes.ShouldHaveSingleItem();
        box.Manifest.Spec.Folder!.FullPath.ShouldBe("../here");
        (box.File, box.FilePath, box.Line).ShouldBe(("object#0", "", 0));
    }

    [Fact]
    public void ReadObjects_ManyProblems_AreSaidInTheObjectsOrderAndWithoutLines()
    {
        var set = ReadObjects(
            """{ "apiVersion": "unified-platform.cs.hse.ru/v1", "kind": "DataBox", "metadata": { "name": "data", "namespace": "pu" }, "spec": { "s3": { "bucket": "-" }, "folder": { "path": "" } } }""",
            """
            { "apiVersion": "unified-platform.cs.hse.ru/v1", "kind": "MLComponent", "metadata": { "name": "ocr", "namespace": "pu" },
              "spec": { "env": [ { "name": "A", "value": "" }, { "name": "A", "value": "" } ],
                "connectedBoxes": [ { "name": "weights", "path": "/w", "mountS3Box": { "s3BoxName": "data" } }, { "name": "more", "path": "/w/x", "mountS3Box": { "s3BoxName": "data" } } ],
                "mlService": { "inference": { "model": { "modelBox": "weights", "modelPath": "/w/net.onnx" } } } } }
            """);

        set.Diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldBe(
        [
            "object#0: error: spec.s3.endpoint: missing, expected an address that begins with http:// or https://, without user, query and fragment",
            "object#0: error: spec.s3.bucket: expected a bucket's name: 3 to 63 small letters, digits, '-' and '.', found the string \"-\"",
            "object#0: error: spec.folder.path: expected the path of a directory, relative to this file, found the string \"\"",
            "object#1: error: spec.env[1].name: \"A\" is there twice, first at spec.env[0]",
            "object#1: error: spec.connectedBoxes[0].mountS3Box.s3BoxName: DataBox 'data' is itself invalid, see object#0",
            "object#1: error: spec.connectedBoxes[1].path: the same as, inside of or around the mount path '/w' at spec.connectedBoxes[0].path",
            "object#1: error: spec.connectedBoxes[1].mountS3Box.s3BoxName: DataBox 'data' is itself invalid, see object#0",
        ]);
    }

    [Fact]
    public void ReadObjects_OddValues_EndWithoutAnException()
    {
        var deep = string.Concat(Enumerable.Repeat("{ \"a\": ", 900)) + "1" + new string('}', 900);

        var set = ReadObjects(
            $$"""{ "apiVersion": "unified-platform.cs.hse.ru/v1", "kind": "DataBox", "metadata": { "name": "data", "namespace": "pu" }, "spec": { "folder": { "path": "." }, "zzz": {{deep}} } }""",
            """{ "apiVersion": "unified-platform.cs.hse.ru/v1", "kind": "DataBox", "metadata": { "name": "\ud800", "namespace": "pu" }, "\udc00": 1, "spec": { "folder": { "path": "." } } }""",
            "[ 1 ]",
            "null",
            "\"x\"");

        set.Documents.Count.ShouldBe(2);
        set.Documents.ShouldAllBe(document => !document.IsValid);
        set.Diagnostics.ShouldContain(diagnostic => diagnostic.ToString() == "object#0: error: nested deeper than 64 levels");
    }

    private static ManifestSet ReadObjects(params string[] objects) => ManifestReader.ReadObjects(objects.Select((text, i) => ($"object#{i}", Parse(text))));

    private static JsonElement Parse(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 1000 });
        return JsonElement.ParseValue(ref reader);
    }

    private static bool IsYaml(string text) => YamlParser.Parse("a.yaml", "/a.yaml", text).Diagnostics.Count == 0;

    private static bool CheckSame(string text)
    {
        // JSON has no such number, so that no cluster has it
        text = text.Replace(".nan", "1.5");
        var yaml = ManifestReader.ReadTexts([("a.yaml", text)]);
        var json = ManifestReader.ReadObjects(ManifestJson.Convert(text).Select((item, i) => ($"object#{i}", item)));

        json.Documents.Select(DocumentSummary.Of).ShouldBe(yaml.Documents.Select(DocumentSummary.Of), text);
        return true;
    }
}
