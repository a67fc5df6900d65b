using InferenceHost.Protocols.OpenInference;

namespace Inference.InferenceHost.Tests.Protocols.OpenInference;

public sealed class InferPathTests
{
    [Theory]
    [InlineData("/models/digits/infer", "digits", "1")]
    [InlineData("/models/digits/versions/2/infer", "digits", "2")]
    [InlineData("/models/digits/versions//infer", "digits", "")]
    [InlineData("/models/a.digits/versions/latest/infer", "a.digits", "latest")]
    [InlineData("/models//infer", "", "1")]
    [InlineData("/models/versions/infer", "versions", "1")]
    [InlineData("/models/infer/infer", "infer", "1")]
    public void TryRead_InferenceCall_GivesModelAndVersion(string path, string model, string version)
    {
        InferPath.TryRead(path, out var asked).ShouldBeTrue();
        asked.Model.ToString().ShouldBe(model);
        asked.Version.ToString().ShouldBe(version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/infer")]
    [InlineData("/models/infer")]
    [InlineData("/models/digits")]
    [InlineData("/models/digits/infer/")]
    [InlineData("/models/digits/Infer")]
    [InlineData("/models/digits/ready")]
    [InlineData("/models/digits/versions/infer")]
    [InlineData("/models/digits/version/1/infer")]
    [InlineData("/models/digits/versions/1/2/infer")]
    [InlineData("/models/digits/versions/versions/1/infer")]
    [InlineData("/model/digits/infer")]
    public void TryRead_AnotherCall_GivesNothing(string path) => InferPath.TryRead(path, out _).ShouldBeFalse();
}
