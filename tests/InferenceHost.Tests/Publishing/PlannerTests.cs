using Inference.Testing;
using InferenceHost.Batching;
using InferenceHost.Components;
using InferenceHost.Publishing;

namespace Inference.InferenceHost.Tests.Publishing;

public sealed class PlannerTests
{
    [Fact]
    public void Plan_AComponentItsBoxAndItsApi_AreServed()
    {
        var plan = Manifest.Plan(Manifest.Box, Manifest.Component, Manifest.Api);

        var spec = plan.Components.ShouldHaveSingleItem();
        spec.FullName.ShouldBe("pu.ocr");
        spec.Mounts.ShouldBe([new Mount("home/ocr/weights", "/data/boxes/pu/data/users/dev/file_groups/models") { BoxFolder = "/data/boxes/pu/data" }]);
        spec.SeesMounts.ShouldBeFalse();
        var model = spec.Model.ShouldNotBeNull();
        spec.Needed.ShouldBe([model]);
        model.InRoot.ShouldBe("home/ocr/weights/nets/net.onnx");
        model.FullPath.ShouldBe("/data/boxes/pu/data/users/dev/file_groups/models/nets/net.onnx");
        model.Hint.ShouldBe(
            "'users/dev/file_groups/models/nets/net.onnx' is not in box data yet: put it at /data/boxes/pu/data/users/dev/file_groups/models/nets/net.onnx"
            + ", or where a file API is published POST it to /pu/files/data/models/nets/net.onnx as user dev");
        spec.Concurrency.ShouldBe(Environment.ProcessorCount);
        spec.QueueLength.ShouldBe(256);
        spec.QueueTimeout.ShouldBeNull();
        spec.RequestTimeout.ShouldBe(TimeSpan.FromSeconds(60));
        spec.WarmupEnabled.ShouldBeTrue();
        spec.WarmupBody.ShouldBeNull();
        plan.Apis.ShouldBe([new PlannedApi("pu", "image", "pu.ocr", 64 << 20) { Access = new ApiAccess { Realm = "pu" } }]);
        plan.Documents.ShouldAllBe(document => document.NotServed == null);
        plan.Document("ocr-api").Url.ShouldBe("/pu/image");
        plan.Document("ocr-api").Component.ShouldBe("pu.ocr");
    }

    [Fact]
    public void Plan_EverySettingOfAComponent_IsInItsSpec()
    {
        var spec = Manifest.Plan(Manifest.Box, Manifest.Component.With("      model:", """
                  concurrency: 3
                  queue: { maxLength: 7, timeout: 2s }
                  requestTimeout: 9s
                  entryPoint: { onnx: { intraOpThreads: 2 } }
                  warmup: { inputs: [ { name: x, datatype: FP32, data: [1] } ] }
                  model:
            """.TrimEnd())).Components.ShouldHaveSingleItem();

        spec.Concurrency.ShouldBe(3);
        spec.QueueLength.ShouldBe(7);
        spec.QueueTimeout.ShouldBe(TimeSpan.FromSeconds(2));
        spec.RequestTimeout.ShouldBe(TimeSpan.FromSeconds(9));
        spec.Loader.Description.ShouldContain("threads 2");
        spec.WarmupBody.ShouldBe("""{"inputs":[{"name":"x","datatype":"FP32","data":[1]}]}""");
    }

    [Fact]
    public void Plan_TheSameManifestsTwice_AreEqualSpecsAndAChangeIsNot()
    {
        var spec = Manifest.Plan(Manifest.Box, Manifest.Component).Components[0];

        Manifest.Plan(Manifest.Box, Manifest.Component).Components[0].ShouldBe(spec);
        Manifest.Plan(Manifest.Box, Manifest.Component.With("      model:", "      entryPoint: { onnx: { intraOpThreads: 1 } }\n      model:")).Components[0].ShouldNotBe(spec);
        Manifest.Plan(Manifest.Box, Manifest.Component.With("      model:", "      requestTimeout: 1s\n      model:")).Components[0].ShouldNotBe(spec);
    }

    [Fact]
    public void Plan_Batching_IsTakenUp()
    {
        var plan = Manifest.Plan(Manifest.Box, Manifest.Component.With("      model:", "      batching: { maxBatchSize: 4, maxDelay: 2ms }\n      model:"));

        plan.Components[0].Batching.ShouldBe(new BatchLimits(4, TimeSpan.FromMilliseconds(2)));
        Manifest.Plan(Manifest.Box, Manifest.Component).Components[0].Batching.ShouldBeNull();
    }

    [Fact]
    public void Plan_AComponentWhoseBoxIsNotServed_IsNotServedNorIsItsApi()
    {
        var plan = Manifest.Plan(Manifest.Component, Manifest.Box.With("s3DefaultStorage: {}", "s3: { endpoint: 'https://s3.example', bucket: models, credentials: nobodys }"), Manifest.Api);

        plan.Components.ShouldBeEmpty();
        plan.Apis.ShouldBeEmpty();
        var not = plan.Document("ocr").NotServed.ShouldNotBeNull();
        not.Reason.ShouldBe("SecretMissing");
        var api = plan.Document("ocr-api").NotServed.ShouldNotBeNull();
        api.Reason.ShouldBe("ComponentNotServed");
        api.Message.ShouldBe($"component pu.ocr is not served: {not.Message}");
        plan.Document("data").NotServed.ShouldBe(not);
    }

    [Fact]
    public void Plan_AnApiThatBoundsSizes_IsServedSo()
    {
        var plan = Manifest.Plan(Manifest.Box, Manifest.Component, Manifest.Api.With("path: image", "path: image, limits: { maxBodyBytes: 1Ki, maxUploadBytes: 2Gi }"));

        plan.Apis.ShouldHaveSingleItem().ShouldSatisfyAllConditions(api => api.MaxBodyBytes.ShouldBe(1024), api => api.MaxUploadBytes.ShouldBe(2L << 30));
    }

    [Fact]
    public void Plan_AnApiThatSaysWhoAndHowOftenAndFromWhere_IsServedSo()
    {
        const string Users = "apiVersion: v1\nkind: Secret\nmetadata: { name: users, namespace: pu }\nstringData: { bob: '' }";
        const string Settings = "auth: { oidc: { issuer: https://sso.example/x, audience: ocr, usersSecret: users } }, limits: { requestsPerSecond: 5 }, cors: { origins: [ https://app.example ] }";

        var access = Manifest.Plan(Manifest.Box, Manifest.Component, Manifest.Api.With("path: image", $"path: image, {Settings}"), Users).Apis.ShouldHaveSingleItem().Access;

        access.IsOpen.ShouldBeFalse();
        access.Tokens.ShouldNotBeNull();
        access.Has("bob").ShouldBeTrue();
        access.Has("eve").ShouldBeFalse();
        access.Rate.ShouldNotBeNull().Policy.ShouldBe("\"default\";q=5;w=1");
        access.Origins.ShouldNotBeNull().Has("https://app.example").ShouldBeTrue();
    }

    [Fact]
    public void Plan_AMissingSecretOfUsers_ClosesTheApi()
    {
        var plan = Manifest.Plan(Manifest.Box, Manifest.Component, Manifest.Api.With("path: image", "path: image, auth: { oidc: { issuer: https://sso.example/x, audience: ocr, usersSecret: nobody } }"));

        plan.Apis.ShouldBeEmpty();
        plan.Document("ocr-api").NotServed.ShouldNotBeNull().Message.ShouldContain("nobody");
    }

    [Fact]
    public void Plan_AnUnpublishedApi_IsNotServed()
    {
        var plan = Manifest.Plan(Manifest.Box, Manifest.Component, Manifest.Api.With("mlComponent:", "published: false\n  mlComponent:"));

        plan.Apis.ShouldBeEmpty();
        plan.Document("ocr-api").NotServed.ShouldBe(new NotServed("Unpublished", "published is false"));
    }

    [Fact]
    public void Plan_AnApiThatSaysNoAuth_IsServedOnLoopbackOnly()
    {
        var elsewhere = Manifest.Settings with { PublicIsLoopback = false };

        var not = Manifest.Plan(elsewhere, Manifest.Box, Manifest.Component, Manifest.Api).Document("ocr-api").NotServed.ShouldNotBeNull();
        not.Reason.ShouldBe("NeedsAuth");
        not.Message.ShouldContain("auth: {anonymous: {}}");

        Manifest.Plan(elsewhere, Manifest.Box, Manifest.Component, Manifest.Api.With("path: image", "path: image, auth: { anonymous: {} }")).Apis.Count.ShouldBe(1);
        Manifest.Plan(Manifest.Box, Manifest.Component, Manifest.Api).Apis.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("accessKey: id, secretKey: word")]
    [InlineData("AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: word")]
    public void Plan_ABoxInAStore_IsBroughtFromThere(string keys)
    {
        var plan = Manifest.Plan(StoreBox, Manifest.Component, StoreSecret(keys));

        plan.Boxes.ShouldHaveSingleItem().Store.ShouldBe(
            new S3Place(new Uri("https://s3.example"), "buck") { Prefix = "team", Access = new S3Access("id", "word", SessionToken: null) });
        var spec = plan.Components.ShouldHaveSingleItem();
        spec.Mounts.ShouldHaveSingleItem().Part.ShouldBe(new BoxPart("pu", "data", "users/dev/file_groups/models"));
        spec.Model!.Hint.ShouldStartWith(
            "'users/dev/file_groups/models/nets/net.onnx' is not in box data yet: put it at s3://buck/team/users/dev/file_groups/models/nets/net.onnx (https://s3.example), or where");
        plan.Boxes[0].ToString().ShouldNotContain("word");
    }

    [Fact]
    public void Plan_ABoxWithoutItsSecret_TakesItsComponentsAlong()
    {
        var plan = Manifest.Plan(StoreBox, Manifest.Component);

        plan.Components.ShouldBeEmpty();
        plan.Document("data").NotServed.ShouldNotBeNull().Reason.ShouldBe("SecretMissing");
        plan.Document("ocr").NotServed.ShouldNotBeNull().Message.ShouldContain("there is no Secret 'cred'");
    }

    [Fact]
    public void Plan_ASecretWithoutTheKeys_SaysWhich()
    {
        var not = Manifest.Plan(StoreBox, StoreSecret("a: hidden")).Document("data").NotServed.ShouldNotBeNull();

        not.Reason.ShouldBe("SecretUnusable");
        not.Message.ShouldContain("must have the keys accessKey and secretKey");
        not.Message.ShouldNotContain("hidden");
    }

    [Fact]
    public void Plan_ADefaultStore_HoldsTheBoxesThatNameNone()
    {
        var settings = Manifest.Settings with { DefaultStore = new S3Place(new Uri("https://s3.example"), "all") };

        var plan = Manifest.Plan(settings, Manifest.Box, Manifest.Component);

        plan.Boxes.ShouldHaveSingleItem().Store.ShouldNotBeNull().Prefix.ShouldBe("pu/data");
        plan.Components[0].Mounts[0].Part.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("https://s3.example", "https://elsewhere.example", true)]
    [InlineData("https://s3.example", "https://s3.example", false)]
    [InlineData("https://s3.example", "http://s3.example", true)]
    [InlineData(null, "https://elsewhere.example", false)]
    public void Plan_AStoreWithoutCredentials_NeverGetsThoseOfTheDefaultStore(string? defaultStore, string endpoint, bool isAnonymous)
    {
        var settings = Manifest.Settings with { DefaultStore = defaultStore is null ? null : new S3Place(new Uri(defaultStore), "all") };

        var plan = Manifest.Plan(settings, Manifest.Box.With("s3DefaultStorage: {}", $"s3: {{ endpoint: '{endpoint}', bucket: models }}"));

        plan.Boxes.ShouldHaveSingleItem().Store.ShouldNotBeNull().IsAnonymous.ShouldBe(isAnonymous);
    }

    [Fact]
    public void Plan_DocumentsThatAreWrong_AreNotServedAndTheRestIs()
    {
        var other = Manifest.Component.With("name: ocr", "name: other").With("modelPath", "modelpath");
        var pipeline = "apiVersion: unified-platform.cs.hse.ru/v1\nkind: ExperimentPipeline\nmetadata: { name: steps, namespace: pu }\nspec: {}";

        var plan = Manifest.Plan(Manifest.Box, Manifest.Component, other, pipeline);

        plan.Components.ShouldHaveSingleItem().Name.ShouldBe("ocr");
        var invalid = plan.Document("other").NotServed.ShouldNotBeNull();
        invalid.Reason.ShouldBe("Invalid");
        invalid.Message.ShouldContain("a.yaml:");
        invalid.Message.ShouldContain("'modelPath'");
        plan.Document("steps").NotServed.ShouldNotBeNull().Reason.ShouldBe("KindNotServed");
    }

    [Fact]
    public void BoxRoot_AFolder_IsThatFolder()
    {
        var plan = Manifest.Plan(Manifest.Box.With("s3DefaultStorage: {}", "s3DefaultStorage: {}, folder: { path: models }"), Manifest.Component);

        plan.Components[0].Model!.FullPath.ShouldBe(Path.GetFullPath("models/users/dev/file_groups/models/nets/net.onnx"));
    }

    [Fact]
    public void Plan_APythonComponent_IsGivenItsMountsCodeAndEnvironment()
    {
        var text = Manifest.Component.With("spec:\n  mlService:", "spec:\n  image: { resourceLimits: { memory: 256M } }\n  env: [ { name: A, value: x } ]\n  mlService:")
            .With("      model:", "      entryPoint: { pythonPath: src, pythonFunction: a.b, tensors: numpy }\n      model:").With("nets/net.onnx", "nets/net.joblib")
            + "\n    - { name: words, path: /home/words, mountS3Box: { s3BoxName: data, subPath: words } }";

        var spec = Manifest.Plan(Manifest.Settings with { Python = "/usr/bin/python3" }, Manifest.Box, text).Components.ShouldHaveSingleItem();

        spec.SeesMounts.ShouldBeTrue();
        spec.Mounts.ShouldBe([new Mount("home/ocr/weights", "/data/boxes/pu/data/users/dev/file_groups/models") { BoxFolder = "/data/boxes/pu/data" }, new Mount("home/words", "/data/boxes/pu/data/words") { BoxFolder = "/data/boxes/pu/data" }]);
        spec.Needed.ShouldHaveSingleItem().ShouldBe(spec.Model);
        spec.CodeFolder.ShouldBe(Path.GetFullPath("src"));
        spec.HostFolder.ShouldBe("/data");
        spec.Environment.ShouldBe([KeyValuePair.Create("A", "x")]);
        spec.Concurrency.ShouldBe(1);
        spec.Loader.Loader.Platform.ShouldBe("python");
        foreach (var part in (string[])["Interpreter = /usr/bin/python3", "Function = a.b", "NumpyTensors = True", "MemoryLimit = 256000000", $"WorkingFolder = {Path.GetFullPath(".")}"])
            spec.Loader.Description.ShouldContain(part);
    }

    [Fact]
    public void Plan_PythonManifestsThatDiffer_AreSpecsThatDiffer()
    {
        var text = Manifest.Component.With("      model:", "      entryPoint: { pythonFunction: a.b }\n      model:");
        var spec = Manifest.Plan(Manifest.Box, text).Components[0];

        Manifest.Plan(Manifest.Box, text).Components[0].ShouldBe(spec);
        Manifest.Plan(Manifest.Box, text.With("a.b", "a.c")).Components[0].ShouldNotBe(spec);
        Manifest.Plan(Manifest.Box, text.With("spec:\n", "spec:\n  env: [ { name: A, value: x } ]\n")).Components[0].ShouldNotBe(spec);
        Manifest.Plan(Manifest.Settings with { Python = "/opt/python" }, Manifest.Box, text).Components[0].ShouldNotBe(spec);
    }

    [Fact]
    public void Plan_ADotNetComponentWithoutAModel_NeedsItsAssembly()
    {
        var text = Manifest.Component.With("model: { modelBox: weights, modelPath: /home/ocr/weights/nets/net.onnx }", "entryPoint: { dotnet: { assemblyBox: weights, assembly: /home/ocr/weights/Ocr.dll, type: Ocr.Model } }");

        var spec = Manifest.Plan(Manifest.Box, text.With("spec:\n", "spec:\n  env: [ { name: A, value: x } ]\n")).Components.ShouldHaveSingleItem();

        spec.Model.ShouldBeNull();
        spec.SeesMounts.ShouldBeTrue();
        spec.CodeFolder.ShouldBeNull();
        spec.Environment.ShouldBeEmpty();
        spec.Concurrency.ShouldBe(1);
        spec.Needed.ShouldHaveSingleItem().Hint.ShouldStartWith("'users/dev/file_groups/models/Ocr.dll' is not in box data yet");
        spec.Loader.Loader.Platform.ShouldBe("dotnet");
        spec.Loader.Description.ShouldContain("Ocr.Model");
        Manifest.Plan(Manifest.Box, text.With("spec:\n", "spec:\n  env: [ { name: A, value: x } ]\n")).Document("ocr").Remarks
            .ShouldEndWith("spec.env: not used: only Python components have an environment of their own");
    }

    [Fact]
    public void Plan_AComponentThatExchangesFiles_KnowsTheirBoxAndFolder()
    {
        var text = Manifest.Component.With("      model:", "      fileExchange: { fileBox: io, inferenceFilesPath: /home/ocr/tmp }\n      entryPoint: { pythonFunction: a.b }\n      model:")
            + "\n    - { name: io, copyS3Box: { s3BoxName: data } }";

        var plan = Manifest.Plan(Manifest.Box, text);

        plan.Components.ShouldHaveSingleItem().Mounts.Count.ShouldBe(1);
        plan.Document("ocr").NotServed.ShouldBeNull();
        plan.Components[0].Exchange.ShouldNotBeNull().Box.ShouldBe("data");
        plan.Components[0].Exchange!.Folder.ShouldEndWith(".ocr/home/ocr/tmp");
        plan.Document("ocr").Remarks.ShouldBeEmpty();
    }

    [Fact]
    public void Find_NoInterpreterGiven_IsTheOneBesideTheManifest()
    {
        using var folder = new TempFolder();
        PythonInterpreter.Find(given: null, folder.FullPath).ShouldBe("python3");
        var second = folder.Write("venv/bin/python", "");
        PythonInterpreter.Find(given: null, folder.FullPath).ShouldBe(second);
        var first = folder.Write(".venv/bin/python", "");
        PythonInterpreter.Find(given: null, folder.FullPath).ShouldBe(first);
        PythonInterpreter.Find("/usr/bin/python3.12", folder.FullPath).ShouldBe("/usr/bin/python3.12");
    }

    private static string StoreBox { get; } = Manifest.Box.With("s3DefaultStorage: {}", "s3: { endpoint: https://s3.example, bucket: buck, prefix: team, credentials: cred }");

    private static string StoreSecret(string values) => $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: cred, namespace: pu }}\nstringData: {{ {values} }}";
}
