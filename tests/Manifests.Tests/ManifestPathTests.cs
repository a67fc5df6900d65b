using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Inference.Manifests.Tests;

/// <summary>Whatever stands where a manifest says a path: it is refused with file and line, or stays where it belongs.</summary>
public sealed class ManifestPathTests
{
    private const string Model = "spec.mlService.inference.model.modelPath";
    private const string Mount = "spec.connectedBoxes[0].path";
    private const string Part = "spec.connectedBoxes[0].mountS3Box.subPath";

    private static readonly string[] Pieces =
    [
        "a", "b.onnx", "file name", "..", ".", "...", "/", "//", "\\", "\0", "\u0001", "\u007f", "\u0085", "\u2028", "é", "e\u0301", "\uD800", "\uDC00", "😀", "%2e%2e", "%252e%252e", "%2f", "한",
        "\u1112\u1161\u11AB", "\uFB01", "\u212B", "\uFFFF", "\uFEFF", new string('x', 255), new string('y', 300), new string('é', 128), ".inference-partial", "~", "C:", "home", "ocr", "weights",
        "/home/ocr/weights", "/home/ocr/weights/", "/etc", "\n", "\t", "", " ", "'", "\"", "#", "${HOME}",
    ];

    private static readonly Arbitrary<string> Texts =
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(pieces.Count % 3 == 0 ? "" : "/", pieces)).ToArbitrary();

    [Fact]
    public void SubPath_AnyText_IsRefusedWithItsPlaceOrStaysInTheBox() => Check(Part, Component("/home/ocr/weights", "/home/ocr/weights/n.onnx"), set =>
        IsBelow("/any/box", set.Components.Single().Manifest.Spec.ConnectedBoxes[0].MountS3Box!.SubPath.Value));

    [Fact]
    public void MountPath_AnyText_IsRefusedWithItsPlaceOrStaysBelowTheRoot() => Check(Mount, Component("@", "@"), set =>
        IsBelow("/any/root", set.Components.Single().Manifest.Spec.ConnectedBoxes[0].Path!.Value.BelowRoot));

    [Fact]
    public void ModelPath_AnyText_IsRefusedWithItsPlaceOrStaysInTheMount() => Check(Model, Component("/home/ocr/weights", "@"), set =>
        IsBelow("/any/root/home/ocr/weights", Path.GetRelativePath("/home/ocr/weights", set.Components.Single().Manifest.Spec.MlService.Inference.Model!.ModelPath.Value)));

    [Fact]
    public void ModelPath_TheRoot_IsNotInTheMount()
    {
        var set = ManifestReader.ReadTexts([("a.yaml", Component("/home/ocr/weights", "/").Replace("subPath: @", "subPath: models", StringComparison.Ordinal))]);

        set.Diagnostics.ShouldContain(diagnostic => diagnostic.Severity == Severity.Error && diagnostic.Path == Model);
    }

    [Fact]
    public void Prefix_AnyText_IsRefusedWithItsPlaceOrStaysInTheBucket() => Check("spec.s3.prefix", Box("s3: { endpoint: \"http://s3.example\", bucket: data, prefix: @ }"), set =>
        IsBelow("/bucket", set.Boxes.Single().Manifest.Spec.S3!.Prefix.Value));

    [Fact]
    public void Folder_AnyText_IsRefusedWithItsPlaceOrIsOneWholePath() => Check("spec.folder.path", Box("folder: { path: @ }"), set =>
    {
        // the operator's own: '..' and absolute paths are allowed
        var folder = set.Boxes.Single().Manifest.Spec.Folder!.FullPath;
        return Path.IsPathRooted(folder) && Path.GetFullPath(folder) == folder && !folder.Any(char.IsControl);
    });

    private static string Component(string mount, string model) => $$"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: MLComponent
        metadata: { name: ocr, namespace: pu }
        spec:
          mlService:
            inference:
              model:
                modelBox: weights
                modelPath: {{(model == "@" ? model : JsonSerializer.Serialize(model))}}
              entryPoint: { onnx: {} }
          connectedBoxes:
            - name: weights
              path: {{(mount == "@" ? mount : JsonSerializer.Serialize(mount))}}
              mountS3Box:
                s3BoxName: data
                subPath: @
        ---
        {{ManifestText.Box}}
        """;

    private static string Box(string storage) => $$"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: DataBox
        metadata: { name: data, namespace: pu }
        spec:
          {{storage}}
        """;

    /// <param name="field">The one that has the text; the others that are generated with it may complain too.</param>
    /// <param name="yaml">With <c>@</c> in place of the text.</param>
    /// <param name="isInside">Of what was taken.</param>
    private static void Check(string field, string yaml, Func<ManifestSet, bool> isInside)
    {
        // only the field itself and what depends on it: a part of a box is a text of its own
        if (field != Part)
            yaml = yaml.Replace("subPath: @", "subPath: models", StringComparison.Ordinal);
        Prop.ForAll(Texts, text =>
        {
            var set = ManifestReader.ReadTexts([("a.yaml", yaml.Replace("@", Quoted(text), StringComparison.Ordinal))]);
            if (set.Documents.All(document => document.IsValid) && set.Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error))
                return isInside(set);
            return set.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error && IsTold(diagnostic, field));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static bool IsTold(Diagnostic diagnostic, string field)
    {
        var line = diagnostic.ToString();
        return line.StartsWith("a.yaml:", StringComparison.Ordinal) && diagnostic.Location.Line > 0 && !line.Any(char.IsControl)
            && (diagnostic.Path == field || diagnostic.Path == Model || diagnostic.Path.Length == 0);
    }

    /// <summary>As YAML with all that cannot stand there as it is escaped.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
            quoted.Append(char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or ' ' or '%' ? character.ToString() : $"\\u{(int)character:X4}");
        return quoted.Append('"').ToString();
    }

    private static bool IsBelow(string root, string path)
    {
        var full = Path.GetFullPath(Path.Combine(root, path));
        return (full == root || full.StartsWith(root + "/", StringComparison.Ordinal)) && !path.Any(character => char.IsControl(character) || character == '\\')
            && path.Split('/').All(segment => Encoding.UTF8.GetByteCount(segment) <= 255) && ComposedForm.IsC(path);
    }
}
