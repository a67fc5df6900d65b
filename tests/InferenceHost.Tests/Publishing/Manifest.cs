using Inference.Manifests;
using InferenceHost.Publishing;

namespace Inference.InferenceHost.Tests.Publishing;

/// <summary>Texts of manifests, and the plan they come to.</summary>
internal static class Manifest
{
    public const string Box = """
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: DataBox
        metadata: { name: data, namespace: pu }
        spec: { s3DefaultStorage: {} }
        """;

    public const string Component = """
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: MLComponent
        metadata: { name: ocr, namespace: pu }
        spec:
          mlService:
            inference:
              model: { modelBox: weights, modelPath: /home/ocr/weights/nets/net.onnx }
          connectedBoxes:
            - name: weights
              path: /home/ocr/weights
              mountS3Box: { s3BoxName: data, subPath: users/dev/file_groups/models }
        """;

    public const string Api = """
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: { name: ocr-api, namespace: pu }
        spec:
          mlComponent: { name: ocr }
          restfulApi: { path: image }
        """;

    public static PublishingSettings Settings { get; } = new("/data/boxes", PublicIsLoopback: true);

    public static Plan Plan(params string[] documents) => Plan(Settings, documents);

    public static Plan Plan(PublishingSettings settings, params string[] documents) =>
        Planner.Plan(ManifestReader.ReadTexts([("a.yaml", string.Join("\n---\n", documents) + "\n")]), settings);

    public static PlannedDocument Document(this Plan plan, string name) => plan.Documents.Single(document => document.Name == name);

    /// <summary>The text with a piece replaced that must be there.</summary>
    public static string With(this string text, string piece, string replacement)
    {
        text.ShouldContain(piece);
        return text.Replace(piece, replacement);
    }
}
