using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>A document that is not served, and what is said of it.</summary>
/// <param name="File">Its name, without folder; the document's own name is the same without extension.</param>
/// <param name="Kind">Of the document.</param>
/// <param name="Reason">The word for programs.</param>
/// <param name="Field">The path that the message names; empty for none.</param>
/// <param name="Line">Text of the line that the message points at; empty for none.</param>
internal sealed record TroubleDocument(string File, string Kind, string Reason, string Field, string Line, string Yaml)
{
    private const string Inference = "spec.mlService.inference.";

    public static IEnumerable<TroubleDocument> All =>
    [
        Component("keyless", "spec.s3.credentials", "", "", "SecretMissing", edit: yaml => yaml.Replace("folder: { path: models/tests.keyless }", "s3: { endpoint: 'https://s3.example', bucket: models, credentials: keys }", StringComparison.Ordinal)),
        Component("misspelt", Inference + "concurency", "  concurency: 2", "concurency", "Invalid"),
        Component("many", Inference + "concurrency", "  concurrency: many", "concurrency: many", "Invalid"),
        Component("aliased", Inference + "model.modelBox", "", "modelBox: weight,", "Invalid", edit: yaml => yaml.Replace("modelBox: weights", "modelBox: weight", StringComparison.Ordinal)),
        Component("boxless", "spec.connectedBoxes[0].mountS3Box.s3BoxName", "", "s3BoxName: no-such", "Invalid", edit: yaml => yaml.Replace("s3BoxName: boxless-models", "s3BoxName: no-such", StringComparison.Ordinal)),
        Component("escaping", Inference + "model.modelPath", "", "modelPath: /home/other", "Invalid", edit: yaml => yaml.Replace("modelPath: /home/escaping/weights/model.onnx", "modelPath: /home/other/model.onnx", StringComparison.Ordinal)),
        Api("basic", "spec.restfulApi.auth.basic.credentials", "auth: { basic: { credentials: users } }", "basic:", "SecretMissing"),
        Api("oidc", "spec.restfulApi.auth.oidc.usersSecret", "auth: { oidc: { issuer: 'https://sso.example/realms/x', audience: ocr, usersSecret: users } }", "oidc:", "SecretMissing"),
        Api("dangling", "spec.mlComponent.name", "auth: { anonymous: {} }", "mlComponent:", "Invalid", "nothing"),
        Api("behind", "spec.s3.credentials", "auth: { anonymous: {} }", "", "ComponentNotServed", "keyless"),
        new("files.yaml", "APIComponent", "NeedsAuth", "spec.restfulApi.auth", "restfulApi:", Head("APIComponent", "files") + "spec:\n  files: { enabled: true }\n  restfulApi: { auth: { anonymous: {} } }\n"),
        new("store.yaml", "DataBox", "SecretMissing", "spec.s3.credentials", "s3:", Head("DataBox", "store") + "spec:\n  s3: { endpoint: 'https://s3.example', bucket: models, credentials: s3-cred }\n"),
        new("pipeline.yaml", "ExperimentPipeline", "KindNotServed", "", "", Head("ExperimentPipeline", "pipeline") + "spec: {}\n"),
    ];

    private static string Head(string kind, string name) => $"apiVersion: unified-platform.cs.hse.ru/v1\nkind: {kind}\nmetadata: {{ name: {name}, namespace: tests }}\n";

    private static TroubleDocument Component(string name, string field, string inference, string line, string reason, Func<string, string>? edit = null)
    {
        var yaml = ManifestFolder.Component("tests", name, inference.TrimStart());
        yaml = yaml[..^"---\n".Length].TrimEnd('\n', '-') + "\n";
        return new($"{name}.yaml", "MLComponent", reason, field, line, edit is null ? yaml : edit(yaml));
    }

    private static TroubleDocument Api(string name, string field, string rest, string line, string reason, string component = "sum") =>
        new($"{name}.yaml", "APIComponent", reason, field, line, Head("APIComponent", name) + $"spec:\n  mlComponent: {{ name: {component} }}\n  restfulApi:\n    path: {name}\n    {rest}\n");
}
