using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Tests.Crds;

/// <summary>
/// The files in manifests/crds are what the records say. With INFERENCE_UPDATE_GOLDEN=1 they are written anew; the change is then looked at in review.
/// </summary>
public sealed class CustomResourceTests
{
    [Fact]
    public void Write_Records_AreWhatTheFilesSay() => Compare(CustomResources.Write(), "CustomResources", "crds");

    [Fact]
    public void WriteRules_Records_AreWhatTheFilesSay() => Compare(CustomResources.WriteRules(), "CustomResourceRules", "crds-cel");

    [Fact]
    public void WriteRules_Patches_PointAtSchemasWithThoseFields()
    {
        foreach (var (file, text) in CustomResources.WriteRules())
        {
            var patches = Read(text, "patches").EnumerateArray().ToList();
            patches.ShouldNotBeEmpty(file);
            foreach (var patch in patches)
            {
                var schema = Read(CustomResources.Write()[file]);
                foreach (var step in patch.GetProperty("path").GetString()!.Split('/')[1..^1])
                    schema = schema.ValueKind == JsonValueKind.Array ? schema[int.Parse(step, CultureInfo.InvariantCulture)] : schema.GetProperty(step);
                var fields = patch.GetProperty("value")[0].GetProperty("rule").GetString()!.Split("has(self.").Skip(1).Select(part => part.Split(')')[0]);
                fields.ShouldBeSubsetOf(schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
            }
        }
    }

    [Fact]
    public void Write_Files_AreAllInTheKustomization()
    {
        var resources = Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CustomResources", "kustomization.yaml"))).GetProperty("resources");

        resources.EnumerateArray().Select(item => item.GetString()!).ShouldBe(CustomResources.Write().Keys, ignoreOrder: true);
    }

    [Fact]
    public void Write_EveryField_IsDescribed()
        => Check((path, schema) =>
        {
            if (!path.EndsWith("metadata", StringComparison.Ordinal) && path.Length > 0)
                schema.GetProperty("description").GetString().ShouldEndWith(".", customMessage: path);
        });

    [Fact]
    public void Write_EveryObject_KeepsUnknownFieldsButForStatus()
        => Check((path, schema) =>
        {
            var isObject = schema.TryGetProperty("type", out var type) && type.GetString() == "object";
            if (isObject && !path.StartsWith(".status", StringComparison.Ordinal) && path != ".metadata")
                schema.GetProperty("x-kubernetes-preserve-unknown-fields").GetBoolean().ShouldBeTrue(path);
            if (path.StartsWith(".status", StringComparison.Ordinal))
                schema.TryGetProperty("x-kubernetes-preserve-unknown-fields", out _).ShouldBeFalse(path);
        });

    [Fact]
    public void Write_ListsMergedByKey_RequireTheKey()
        => Check((path, schema) =>
        {
            if (!schema.TryGetProperty("x-kubernetes-list-map-keys", out var keys))
                return;
            var required = schema.GetProperty("items").GetProperty("required").EnumerateArray().Select(name => name.GetString());
            required.ShouldContain(keys.EnumerateArray().ShouldHaveSingleItem().GetString(), path);
        });

    private static void Compare(IReadOnlyDictionary<string, string> files, string copy, string folder)
    {
        foreach (var (file, text) in files)
        {
            var isUpdate = Environment.GetEnvironmentVariable("INFERENCE_UPDATE_GOLDEN") == "1";
            if (isUpdate)
                File.WriteAllText(Path.Combine(SourceFolder(), "..", "..", "..", "manifests", folder, file), text);
            else
                text.ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, copy, file)), file);
        }
    }

    /// <summary>Every schema of every definition, by its path.</summary>
    private static void Check(Action<string, JsonElement> check)
    {
        foreach (var text in CustomResources.Write().Values)
        {
            var version = Read(text).GetProperty("spec").GetProperty("versions")[0];
            Visit(version.GetProperty("schema").GetProperty("openAPIV3Schema"), "", check);
        }
    }

    private static void Visit(JsonElement schema, string path, Action<string, JsonElement> check)
    {
        check(path, schema);
        if (schema.TryGetProperty("properties", out var properties) && path != ".metadata")
        {
            foreach (var property in properties.EnumerateObject())
                Visit(property.Value, $"{path}.{property.Name}", check);
        }

        if (schema.TryGetProperty("items", out var items) && items.TryGetProperty("properties", out _))
            Visit(items, path + "[]", check);
    }

    // a list is no document of its own for a reader of manifests
    private static JsonElement Read(string text, string name) => Read($"{name}:\n{text}").GetProperty(name);

    private static JsonElement Read(string text) => ManifestJson.Convert(YamlParser.Parse("a.yaml", "/a.yaml", text).Documents.ShouldHaveSingleItem().Root);

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
