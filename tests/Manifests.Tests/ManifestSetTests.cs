using static Inference.Manifests.Tests.ManifestText;

namespace Inference.Manifests.Tests;

public sealed class ManifestSetTests
{
    [Fact]
    public void Components_SmallestManifest_HasTheDefaultsOfTheContract()
    {
        var component = Read(Component, Box).Components.ShouldHaveSingleItem().Manifest;

        var inference = component.Spec.MlService.Inference;
        inference.EntryPoint.Form.ShouldBe(EntryPointForm.Onnx);
        inference.EntryPoint.Onnx!.ExecutionProviders.ShouldBe(["cpu"]);
        inference.EntryPoint.Onnx.IntraOpThreads.ShouldBeNull();
        inference.Batching.ShouldBeNull();
        inference.Concurrency.ShouldBeNull();
        inference.Queue.ShouldBe(new QueueSettings { MaxLength = 256, Timeout = null });
        inference.RequestTimeout.ShouldBe(Duration.FromSeconds(60));
        inference.Warmup.ShouldBe(new WarmupSettings { Enabled = true, Inputs = null });
        inference.Model!.ModelPath.Value.ShouldBe("/home/ocr/weights/net.onnx");
        component.Spec.Box("weights")!.S3BoxName.ShouldBe("data");
        component.Spec.Box("weights")!.MountS3Box!.SubPath.IsWhole.ShouldBeTrue();
        component.Spec.Box("nothing").ShouldBeNull();
    }

    [Fact]
    public void Apis_SmallestManifest_HasTheDefaultsOfTheContract()
    {
        var api = Read(Component, Box, Api).Apis.ShouldHaveSingleItem().Manifest;

        api.Namespace.ShouldBe("pu");
        api.Name.ShouldBe("ocr-api");
        api.Spec.Published.ShouldBeTrue();
        api.Spec.Target.ShouldBe(ApiTarget.MlComponent);
        api.Spec.RestfulApi.Path.ShouldBe("image");
        api.Spec.RestfulApi.Auth.ShouldBeNull();
        api.Spec.RestfulApi.Limits.ShouldBeNull();
        api.Spec.RestfulApi.MaxBodyBytes.ShouldBe(64 << 20);
    }

    [Theory]
    [InlineData("files: { enabled: true }", ApiTarget.Files)]
    [InlineData("pipelines: { enabled: false }", ApiTarget.Pipelines)]
    public void Apis_OtherTargets_AreTold(string target, ApiTarget expected)
        => Read(Api.Replace("mlComponent: { name: ocr }", target, StringComparison.Ordinal)).Apis.ShouldHaveSingleItem().Manifest.Spec.Target.ShouldBe(expected);

    [Fact]
    public void Boxes_Folder_IsResolvedAgainstTheManifestFile()
    {
        var text = Box.Replace("{ s3DefaultStorage: {} }", "{ folder: { path: ../models/digits/ }, s3DefaultStorage: {} }", StringComparison.Ordinal);

        var box = ManifestReader.ReadTexts([("/srv/manifests/a.yaml", text)]).Boxes.ShouldHaveSingleItem();

        box.FilePath.ShouldBe("/srv/manifests/a.yaml");
        box.Manifest.Spec.Folder!.Path.ShouldBe("../models/digits/");
        box.Manifest.Spec.Folder.FullPath.ShouldBe("/srv/models/digits");
        box.Manifest.Spec.S3DefaultStorage!.Capacity.ShouldBe(Quantity.FromUnits(1_000_000_000));
    }

    [Fact]
    public void Components_EveryFieldOfTheContract_IsInTheRecord()
    {
        var set = ManifestReader.ReadFolder(Path.Combine(AppContext.BaseDirectory, "Cases", "every-field"));

        var onnx = set.Find<MLComponent>("pu", "onnx")!.Manifest.Spec;
        onnx.Image!.ExistingImageName.ShouldBe("registry.example/lab/ocr:1a2b3c4");
        onnx.Image.ResourceLimits!.Cpu!.Value.Millicores.ShouldBe(1000);
        onnx.Image.ResourceRequests!.Memory!.Value.Bytes.ShouldBe(256_000_000);
        onnx.Env.ShouldBe([new EnvironmentVariable { Name = "THRESHOLD", Value = "0.5" }]);
        onnx.Scaling.ShouldBe(new ScalingSettings { MinReplicas = 1, MaxReplicas = 4, TargetConcurrency = 8 });
        onnx.MlService.Inference.Batching.ShouldBe(new BatchingSettings { MaxBatchSize = 32, MaxDelay = default });
        onnx.MlService.Inference.Queue.ShouldBe(new QueueSettings { MaxLength = 16, Timeout = Duration.FromSeconds(5) });
        onnx.MlService.Inference.Concurrency.ShouldBe(2);
        onnx.MlService.Inference.RequestTimeout.ShouldBe(Duration.FromSeconds(30));
        onnx.MlService.Inference.EntryPoint.Onnx!.ExecutionProviders.ShouldBe(["cuda", "cpu"]);
        onnx.MlService.Inference.EntryPoint.Onnx.IntraOpThreads.ShouldBe(1);
        onnx.MlService.Inference.Warmup.Inputs.ShouldBe(
            """[{"name":"x","datatype":"FP32","shape":[1,3],"data":[1,2.5,1000]},{"name":"label","datatype":"str","data":"a"}]""");
        onnx.MlService.Inference.Example.ShouldBe(
            """{"inputs":[{"name":"x","datatype":"FP32","shape":[3],"data":[1,2,3]}],"parameters":{"a":1},"output_fields":[{"name":"y"}]}""");
        var dotnet = set.Find<MLComponent>("pu", "dotnet")!.Manifest.Spec.MlService.Inference.EntryPoint;
        dotnet.Form.ShouldBe(EntryPointForm.DotNet);
        dotnet.Dotnet!.Type.ShouldBe("Ocr.Model");
        dotnet.Dotnet.Assembly.Value.ShouldBe("/home/ocr/code/Ocr.dll");
        dotnet.Dotnet.AssemblyBox.ShouldBe("code");
        var python = set.Find<MLComponent>("pu", "python")!.Manifest.Spec.MlService.Inference;
        python.EntryPoint.Form.ShouldBe(EntryPointForm.Python);
        python.EntryPoint.PythonPath.Value.ShouldBe("src");
        python.EntryPoint.Tensors.ShouldBe("numpy");
        set.Find<MLComponent>("pu", "onnx")!.Manifest.Spec.MlService.Inference.EntryPoint.PythonPath.IsWhole.ShouldBeTrue();
        set.Find<MLComponent>("pu", "onnx")!.Manifest.Spec.MlService.Inference.EntryPoint.Tensors.ShouldBe("list");
        python.FileExchange!.FileBox.ShouldBe("io");
        python.FileExchange.InferenceFilesPath.Value.ShouldBe("/home/ocr/users/tmp");
    }

    [Fact]
    public void Apis_EveryFieldOfTheContract_IsInTheRecord()
    {
        var set = ManifestReader.ReadFolder(Path.Combine(AppContext.BaseDirectory, "Cases", "every-field"));

        var basic = set.Find<APIComponent>("pu", "basic")!.Manifest.Spec.RestfulApi;
        basic.Auth!.Basic!.Credentials.ShouldBe("ocr-users");
        basic.Auth.IdentityPassThrough.ShouldBeTrue();
        basic.Cors!.Origins.ShouldBe(["https://app.example", "http://localhost:3000"]);
        basic.Limits!.RequestsPerSecond.ShouldBe(50);
        basic.Limits.Burst.ShouldBe(100);
        basic.MaxBodyBytes.ShouldBe(16 << 20);
        basic.MaxUploadBytes.ShouldBe(1 << 30);
        var oidc = set.Find<APIComponent>("pu", "oidc")!.Manifest.Spec;
        oidc.Published.ShouldBeFalse();
        oidc.RestfulApi.Auth!.Oidc.ShouldBe(
            new OidcAuth { Issuer = "https://sso.example/realms/x", Audience = "ocr", UsernameClaim = "sub", UsersSecret = "ocr-oidc-users" });
        set.Find<APIComponent>("pu", "files")!.Manifest.Spec.Files!.Enabled.ShouldBeTrue();
        set.Find<APIComponent>("pu", "pipelines")!.Manifest.Spec.RestfulApi.Auth!.Anonymous.ShouldNotBeNull();
        var experiment = set.Find<APIComponent>("pu", "experiment")!.Manifest.Spec;
        experiment.ExperimentPipeline!.Name.ShouldBe("train");
        experiment.Target.ShouldBe(ApiTarget.ExperimentPipeline);
        experiment.ApiSpec.ShouldBe("""{"anything":[1,null]}""");
        set.Find<DataBox>("pu", "own")!.Manifest.Spec.S3.ShouldBe(new S3Storage
        {
            Endpoint = "https://s3.example:9000",
            PublicEndpoint = "https://files.example",
            Bucket = "my-bucket",
            Prefix = Sub("ocr/x"),
            Credentials = "s3-cred",
            Region = "us-east-1",
        });
        set.Find<DataBox>("pu", "nothing").ShouldBeNull();
    }

    [Fact]
    public void Documents_OneBad_LeavesTheOthersValid()
    {
        var set = Read(Component, Box, Api.Replace("published", "x", StringComparison.Ordinal).Replace("path: image", "path: /", StringComparison.Ordinal));

        set.HasErrors.ShouldBeTrue();
        set.Documents.Select(document => document.IsValid).ShouldBe([true, true, false]);
        set.Apis.ShouldBeEmpty();
        set.Components.ShouldHaveSingleItem();
        set.Documents[2].Diagnostics.ShouldHaveSingleItem().Location.ShouldBe(new SourceLocation("a.yaml", 23, 23));
    }

    [Theory]
    [InlineData("spec.mlService.inference", 6, 5)]
    [InlineData("spec.mlService.inference.model.modelPath", 7, 35)]
    [InlineData("spec.mlService.inference.batching", 6, 5)]
    [InlineData("spec.mlService.inference.batching.maxBatchSize", 6, 5)]
    [InlineData("spec.connectedBoxes[0]", 9, 7)]
    [InlineData("spec.connectedBoxes[0].mountS3Box.s3BoxName", 11, 21)]
    [InlineData("spec.connectedBoxes[7].path", 8, 3)]
    [InlineData("spec.connectedBoxes[x]", 8, 3)]
    [InlineData("kind", 2, 1)]
    [InlineData("", 1, 1)]
    [InlineData("nothing", 1, 1)]
    public void At_FieldPath_IsWhereItOrItsNearestParentStands(string path, int line, int column)
        => Read(Component, Box).Documents[0].At(path).ShouldBe(new SourceLocation("a.yaml", line, column));

    [Fact]
    public void Diagnostics_OfDocumentsAndFiles_ComeInTheOrderOfFilesAndLines()
    {
        var set = ManifestReader.ReadTexts([("b.yaml", "a: [\n---\n" + Component), ("a.yaml", Component)]);

        set.Diagnostics.Select(diagnostic => diagnostic.Location).ShouldBeInOrder();
        set.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Severity == Severity.Error);
        set.Documents.Select(document => document.File).ShouldBe(["b.yaml", "a.yaml"]);
    }

    [Fact]
    public void Document_Identity_IsAsWritten()
    {
        var document = Read(Component.Replace("ocr, namespace: pu", "Ocr, namespace: pu", StringComparison.Ordinal)).Documents.ShouldHaveSingleItem();

        document.IsValid.ShouldBeFalse();
        (document.ApiVersion, document.Kind, document.Namespace, document.Name, document.Line).ShouldBe(
            ("unified-platform.cs.hse.ru/v1", "MLComponent", "pu", "Ocr", 1));
    }

    private static SubPath Sub(string text)
    {
        SubPath.TryParse(text, out var path).ShouldBeTrue();
        return path;
    }
}
