namespace Inference.Manifests.Tests.Reading;

public sealed class ModelFileTests
{
    [Theory]
    [InlineData("/srv/models/digits.onnx", "digits", "/model/digits.onnx")]
    [InlineData("/srv/models/My Model_v2.ONNX", "my-model-v2", "/model/My Model_v2.ONNX")]
    [InlineData("/srv/models/it's: {odd} #1.onnx", "it-s-odd-1", "/model/it's: {odd} #1.onnx")]
    [InlineData("/srv/models/007.onnx", "007", "/model/007.onnx")]
    [InlineData("/srv/models/true.onnx", "true", "/model/true.onnx")]
    public void ForModelFile_OnnxFile_IsAComponentOfItsName(string path, string name, string modelPath)
    {
        var set = ManifestReader.ForModelFile(path);

        set.Diagnostics.ShouldBeEmpty();
        var component = set.Find<MLComponent>("default", name).ShouldNotBeNull();
        component.Manifest.Spec.MlService.Inference.EntryPoint.Form.ShouldBe(EntryPointForm.Onnx);
        component.Manifest.Spec.MlService.Inference.Model!.ModelPath.Value.ShouldBe(modelPath);
        component.At("spec.mlService").ShouldBe(new SourceLocation(Path.GetFileName(path), 1, 1));
        var api = set.Find<APIComponent>("default", name).ShouldNotBeNull().Manifest.Spec;
        (api.Published, api.RestfulApi.Path, api.MlComponent!.Name).ShouldBe((true, name, name));
        set.Find<DataBox>("default", name).ShouldNotBeNull().Manifest.Spec.Folder!.FullPath.ShouldBe("/srv/models");
    }

    [Fact]
    public void ForModelFile_NameThatTheFileApiHas_IsPublishedUnderAnother()
    {
        var set = ManifestReader.ForModelFile("files.onnx");

        set.Diagnostics.ShouldBeEmpty();
        set.Apis.ShouldHaveSingleItem().Manifest.Spec.RestfulApi.Path.ShouldBe("files-model");
    }

    [Theory]
    [InlineData("model.joblib", "not an .onnx file")]
    [InlineData("модель.onnx", "no name for a component")]
    [InlineData(".onnx", "no name for a component")]
    [InlineData("a\\b.onnx", "backslashes or control characters")]
    [InlineData("a\nb.onnx", "backslashes or control characters")]
    public void ForModelFile_FileThatCannotBeServed_IsTold(string path, string problem)
    {
        var set = ManifestReader.ForModelFile(path);

        set.Documents.ShouldBeEmpty();
        set.Diagnostics.ShouldHaveSingleItem().Problem.ShouldContain(problem);
    }
}
