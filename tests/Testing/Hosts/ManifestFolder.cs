namespace Inference.Testing.Hosts;

/// <summary>
/// A folder of manifests with the models they name, for one host. A component <c>ns.name</c> has its manifest in <c>ns.name.yaml</c> and its model in
/// <c>models/ns.name/model.onnx</c>. Everything is written aside and moved into place.
/// </summary>
public sealed class ManifestFolder : IDisposable
{
    private readonly TempFolder folder = new();

    public string FullPath => folder.FullPath;

    /// <summary>Where the component's model lies.</summary>
    public string ModelPath(string component) => folder[$"models/{component}/model.onnx"];

    /// <summary>A component, its box and an open API of path <paramref name="name"/>.</summary>
    /// <param name="model">A file.</param>
    /// <param name="inference">More lines of <c>spec.mlService.inference</c>, YAML without indentation.</param>
    public ManifestFolder Add(string @namespace, string name, string model, string inference = "")
    {
        PutSettledModel($"{@namespace}.{name}", model);
        return Write($"{@namespace}.{name}.yaml", Component(@namespace, name, inference) + Api(@namespace, name));
    }

    /// <summary>The same without an API.</summary>
    public ManifestFolder AddUnpublished(string @namespace, string name, string model, string inference = "")
    {
        PutSettledModel($"{@namespace}.{name}", model);
        return Write($"{@namespace}.{name}.yaml", Component(@namespace, name, inference));
    }

    /// <summary>Puts a model into the component's box, in place of what was there.</summary>
    public void PutModel(string component, string model) => PutModel(component, File.ReadAllBytes(model));

    public void PutModel(string component, byte[] model) => Write($"models/{component}/model.onnx", model);

    public ManifestFolder Write(string name, string text)
    {
        Write(name, System.Text.Encoding.UTF8.GetBytes(text));
        return this;
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Manifests of a component and its box.</summary>
    public static string Component(string @namespace, string name, string inference = "") => $"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: DataBox
        metadata: {"{"} name: {name}-models, namespace: {@namespace} {"}"}
        spec:
          folder: {"{"} path: models/{@namespace}.{name} {"}"}
        ---
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: MLComponent
        metadata: {"{"} name: {name}, namespace: {@namespace} {"}"}
        spec:
          mlService:
            inference:
              model: {"{"} modelBox: weights, modelPath: /home/{name}/weights/model.onnx {"}"}
        {string.Concat(inference.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"      {line}\n"))}
          connectedBoxes:
            - name: weights
              path: /home/{name}/weights
              mountS3Box: {"{"} s3BoxName: {name}-models {"}"}
        ---

        """;

    /// <summary>Manifest of an open API.</summary>
    public static string Api(string @namespace, string name, string? path = null) => $"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: {"{"} name: {name}-api, namespace: {@namespace} {"}"}
        spec:
          mlComponent: {"{"} name: {name} {"}"}
          restfulApi:
            path: {path ?? name}
            auth: {"{"} anonymous: {"{}"} {"}"}
        ---

        """;

    /// <summary>A model that has lain there for a while, so that a host need not wait whether more is written.</summary>
    private void PutSettledModel(string component, string model)
    {
        PutModel(component, model);
        File.SetLastWriteTimeUtc(ModelPath(component), TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
    }

    private void Write(string name, byte[] content)
    {
        var path = folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        File.WriteAllBytes(aside, content);
        File.Move(aside, path, overwrite: true);
    }
}
