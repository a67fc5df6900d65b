using FsCheck;
using FsCheck.Fluent;

namespace Inference.Manifests.Tests;

/// <summary>Generated manifests: the names and values of real ones in places where they may or may not belong.</summary>
internal static class GeneratedManifest
{
    private static readonly string s_valid = ManifestText.Join(
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Cases", "every-field"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText)]);

    // labels are under rules of Kubernetes itself
    private static readonly string[] s_documents =
        [.. s_valid.Split("\n---\n").Where(text => text.Contains("unified-platform", StringComparison.Ordinal) && !text.Contains("labels", StringComparison.Ordinal))];

    /// <summary>One document of any kind with a random tree.</summary>
    public static Gen<string> Texts { get; } =
        from kind in Gen.Elements("MLComponent", "APIComponent", "DataBox", "Secret")
        from spec in Tree(4)
        from metadata in Tree(2)
        select $"{{ apiVersion: {(kind == "Secret" ? "v1" : "unified-platform.cs.hse.ru/v1")}, kind: {kind}, metadata: {metadata}, spec: {spec}, data: {spec} }}";

    /// <summary>Valid documents with a few characters removed and others put in.</summary>
    public static Gen<string> Mutated { get; } =
        from start in Gen.Choose(0, s_valid.Length - 1)
        from length in Gen.Choose(0, 12)
        from insert in Gen.Elements("", ":", "x", "\n", " ", "[", "{", "'", "\"", "- ", "null", "&a", "*a", "\n---\n", "5", "true")
        select s_valid.Remove(start, Math.Min(length, s_valid.Length - start)).Insert(start, insert);

    /// <summary>The same with one document, and words in place of others.</summary>
    public static Gen<string> MutatedDocuments { get; } =
        from document in Gen.Elements(s_documents)
        from start in Gen.Choose(0, document.Length - 1)
        let end = Math.Max(document.IndexOfAny([' ', '\n', ':', ','], start), start)
        from insert in Gen.Elements("", "x", "null", "5", "0.5", "true", "''", "[]", "{}", "[ a ]", "{ a: b }", "-1", "/a", "500m", "A.b")
        select document[..start] + insert + document[end..];

    private static Gen<string> Tree(int depth)
    {
        var scalars = Gen.Elements(
            "x", "5", "1.5", "true", "null", "''", "'a b'", "/home/x", "/", "..", "500m", "5s", "weights", "https://a.example", "!x y", "\"\\u0000\"", "99999999999999999999", "-1", ".nan");
        if (depth == 0)
            return scalars;
        var names = Gen.Elements(
            "mlService", "inference", "model", "modelBox", "modelPath", "entryPoint", "onnx", "dotnet", "pythonFunction", "connectedBoxes", "name", "path", "mountS3Box", "copyS3Box", "s3BoxName", "env",
            "value", "image", "resourceLimits", "cpu", "scaling", "minReplicas", "mlComponent", "files", "restfulApi", "auth", "basic", "oidc", "anonymous", "credentials", "limits", "burst", "cors", "origins",
            "s3DefaultStorage", "s3", "folder", "capacity", "warmup", "inputs", "datatype", "data", "batching", "queue", "namespace", "zzz", "modelpath", "'a.b'", "''");
        var entries = from name in names from value in Tree(depth - 1) select $"{name}: {value}";
        return Gen.Frequency(
            (2, scalars),
            (5, entries.ListOf().Select(list => "{ " + string.Join(", ", list) + " }")),
            (1, Tree(depth - 1).ListOf().Select(list => "[ " + string.Join(", ", list) + " ]")));
    }
}
