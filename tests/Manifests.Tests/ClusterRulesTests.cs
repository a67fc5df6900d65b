namespace Inference.Manifests.Tests;

public sealed class ClusterRulesTests
{
    private const string Python = """
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: MLComponent
        metadata: { name: py, namespace: pu }
        spec:
          IMAGE
          mlService: { inference: { entryPoint: { pythonFunction: ocr.predict.inference } } }
        """;

    [Theory]
    [InlineData("folder: { path: . }", "spec.folder: a cluster has no folders, expected a store beside it, s3DefaultStorage or s3")]
    [InlineData("folder: { path: . }, s3DefaultStorage: {}", null)]
    [InlineData("folder: { path: . }, s3: { endpoint: https://s3.example, bucket: box }", null)]
    [InlineData("s3DefaultStorage: {}", null)]
    public void Check_Box_WantsAStore(string spec, string? expected)
        => Check(ManifestText.Box.Replace("s3DefaultStorage: {}", spec, StringComparison.Ordinal), expected);

    [Theory]
    [InlineData("image: { existingImageName: registry.example/py:1 }", null)]
    [InlineData("image: { resourceLimits: { cpu: 1 } }", "spec.image.existingImageName: missing, expected the image with Python, its packages and the code, which a cluster runs a Python function in")]
    [InlineData("env: []", "spec.image.existingImageName: missing, expected the image with Python, its packages and the code, which a cluster runs a Python function in")]
    public void Check_PythonComponent_WantsAnImage(string image, string? expected)
        => Check(Python.Replace("IMAGE", image, StringComparison.Ordinal), expected);

    [Fact]
    public void Check_OnnxComponentOrApi_WantsNothingMore()
    {
        foreach (var document in ManifestText.Read(ManifestText.Box, ManifestText.Component, ManifestText.Api, ManifestText.Secret).Documents)
        {
            document.IsValid.ShouldBeTrue();
            ClusterRules.Check(document).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Check_InvalidDocument_HasNothingToAdd()
        => ManifestText.Read(ManifestText.Box.Replace("s3DefaultStorage: {}", "folder: { path: '' }", StringComparison.Ordinal)).Documents
            .ShouldAllBe(document => !document.IsValid && ClusterRules.Check(document).Count == 0);

    private static void Check(string text, string? expected)
    {
        var document = ManifestText.Read(text).Documents.ShouldHaveSingleItem();

        document.IsValid.ShouldBeTrue();
        ClusterRules.Check(document).Select(diagnostic => $"{diagnostic.Path}: {diagnostic.Message}").ShouldBe(expected is null ? [] : [expected]);
        ClusterRules.Check(document).ShouldAllBe(diagnostic => diagnostic.Severity == Severity.Error && diagnostic.Location.Line > 0);
    }
}
