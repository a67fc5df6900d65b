namespace Inference.Manifests.Documents;

/// <summary>The manifests that a bare model file stands for.</summary>
internal static class ModelFileManifest
{
    /// <param name="name">The component's name, a DNS-1123 label.</param>
    /// <param name="file">The model file's name, free of control characters.</param>
    public static string Write(string name, string file) => $$"""
        apiVersion: {{PlatformKinds.ApiVersion}}
        kind: MLComponent
        metadata: { name: "{{name}}", namespace: default }
        spec:
          mlService:
            inference:
              model: { modelBox: model, modelPath: '/model/{{file.Replace("'", "''", StringComparison.Ordinal)}}' }
              entryPoint: { onnx: {} }
          connectedBoxes:
            - { name: model, path: /model, mountS3Box: { s3BoxName: "{{name}}" } }
        ---
        apiVersion: {{PlatformKinds.ApiVersion}}
        kind: APIComponent
        metadata: { name: "{{name}}", namespace: default }
        spec:
          mlComponent: { name: "{{name}}" }
          restfulApi: { path: "{{(name == UrlSegment.FileApi ? name + "-model" : name)}}" }
        ---
        apiVersion: {{PlatformKinds.ApiVersion}}
        kind: DataBox
        metadata: { name: "{{name}}", namespace: default }
        spec:
          folder: { path: . }
        """;
}
