using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Tests.Agreement;

/// <summary>
/// <c>InferenceHost validate</c> and a cluster agree on every manifest of the corpus: what a real API server refuses by the definitions, validation refuses too; what it stores
/// is judged by <see cref="ManifestReader.ReadObjects"/> as the file is. What differs by nature: a server drops nulls
/// and unknown fields of <c>metadata</c>, and gives an object without a namespace one.
/// </summary>
[Collection<KindServerGroup>]
public sealed class AgreementTests(KindServer server)
{
    public static TheoryData<string> Folders() =>
    [
        .. Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Cases"))
            .Concat(Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Samples")))
            .Select(folder => Path.GetRelativePath(AppContext.BaseDirectory, folder)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Folders))]
    public Task ReadObjects_WhatTheServerStores_IsJudgedAsTheFiles(string name) => CheckAsync(Manifests(name));

    [Fact]
    public async Task ReadObjects_MutatedManifests_AreJudgedAsBeforeTheyWereStored()
    {
        foreach (var text in GeneratedManifest.MutatedDocuments.Sample(200).Where(text => YamlParser.Parse("a.yaml", "/a.yaml", text).Diagnostics.Count == 0))
            await CheckAsync([.. ManifestJson.Convert(text).Where(HasNoKeyTwice).Select(AsStored)]);
    }

    private async Task CheckAsync(List<JsonElement> files)
    {
        var expected = Read(files).Documents;
        var stored = new List<JsonElement>();
        var refused = new HashSet<string>();
        for (var i = 0; i < files.Count; i++)
        {
            var (accepted, refusal) = IsOfCore(files[i]) ? (files[i], null) : await server.OfferAsync(files[i]);
            stored.Add(accepted ?? files[i]);
            var document = expected.FirstOrDefault(document => document.File == Name(i));
            if (accepted is null && document?.Kind is "MLComponent" or "APIComponent" or "DataBox")
            {
                refused.Add(Name(i));
                document!.IsValid.ShouldBeFalse($"validation takes what the server refuses: {refusal}\n{files[i]}");
            }
        }

        Read(stored).Documents.Select(DocumentSummary.Of).ShouldBe(expected.Select(DocumentSummary.Of));
        CheckWithoutRefused(expected, stored, refused);
    }

    // a controller never sees what was refused; that what remains is as valid as before
    private static void CheckWithoutRefused(IReadOnlyList<ManifestDocument> expected, List<JsonElement> stored, HashSet<string> refused)
    {
        var seen = ManifestReader.ReadObjects(stored.Select((item, i) => (Name(i), item)).Where(item => !refused.Contains(item.Item1)));
        var twice = expected.Where(document => document.Diagnostics.Any(diagnostic => diagnostic.Problem.Contains("is there already", StringComparison.Ordinal)))
            .Select(document => document.File).ToList();

        Invalid(seen.Documents).Except(twice).ShouldBe(Invalid(expected).Except(twice).Except(refused));
    }

    private static IEnumerable<string> Invalid(IEnumerable<ManifestDocument> documents)
        => documents.Where(document => !document.IsValid).Select(document => document.File);

    private static List<JsonElement> Manifests(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, name);
        var texts = Directory.GetFiles(folder, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => FileText.Read(Path.GetRelativePath(folder, file), file).Text).OfType<string>();
        return [.. texts.SelectMany(ManifestJson.Convert).Where(HasNoKeyTwice).Select(AsStored)];
    }

    private static ManifestSet Read(IEnumerable<JsonElement> manifests) => ManifestReader.ReadObjects(manifests.Select((item, i) => (Name(i), item)));

    private static string Name(int i) => $"object#{i}";

    private static bool IsOfCore(JsonElement manifest)
        => !manifest.TryGetProperty("apiVersion", out var version) || version.ValueKind != JsonValueKind.String || !version.GetString()!.StartsWith("unified-platform", StringComparison.Ordinal);

    // what is there twice is seen by no server: whoever sends it has decided for one
    private static bool HasNoKeyTwice(JsonElement manifest) => manifest.ValueKind switch
    {
        JsonValueKind.Object => manifest.EnumerateObject().DistinctBy(field => field.Name).Count() == manifest.EnumerateObject().Count()
            && manifest.EnumerateObject().All(field => HasNoKeyTwice(field.Value)),
        JsonValueKind.Array => manifest.EnumerateArray().All(HasNoKeyTwice),
        _ => true,
    };

    // what every server does before anyone sees the object, whatever the definition
    private static JsonElement AsStored(JsonElement manifest)
    {
        var body = JsonObject.Create(manifest)!;
        DropNulls(body);
        if (body["metadata"] is JsonObject metadata)
        {
            foreach (var name in metadata.Select(field => field.Key).Except(["name", "namespace", "labels", "annotations", "finalizers"]).ToList())
                metadata.Remove(name);
            if (!metadata.ContainsKey("namespace"))
                metadata["namespace"] = "default";
        }

        return JsonSerializer.SerializeToElement(body);
    }

    private static void DropNulls(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                DropNulls(item);
        }

        if (node is not JsonObject fields)
            return;
        foreach (var name in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
            fields.Remove(name);
        foreach (var field in fields)
            DropNulls(field.Value);
    }
}
