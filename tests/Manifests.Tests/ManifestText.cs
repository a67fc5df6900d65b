namespace Inference.Manifests.Tests;

/// <summary>Texts of valid manifests to start from.</summary>
internal static class ManifestText
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
              model: { modelBox: weights, modelPath: /home/ocr/weights/net.onnx }
          connectedBoxes:
            - name: weights
              path: /home/ocr/weights
              mountS3Box: { s3BoxName: data }
        """;

    public const string Api = """
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: { name: ocr-api, namespace: pu }
        spec:
          mlComponent: { name: ocr }
          restfulApi: { path: image }
        """;

    public const string Secret = """
        apiVersion: v1
        kind: Secret
        metadata: { name: users, namespace: pu }
        data: { alice: aHVudGVyMg== }
        stringData: { bob: "hunter2" }
        """;

    public static string Join(params string[] documents) => string.Join("\n---\n", documents) + "\n";

    public static ManifestSet Read(params string[] documents) => ManifestReader.ReadTexts([("a.yaml", Join(documents))]);
}
