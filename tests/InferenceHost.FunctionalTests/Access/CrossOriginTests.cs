using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Access;

public sealed class CrossOriginTests(AccessHost access)
{
    [Theory]
    [InlineData("/tests/shared/predict", AccessHost.Origin, AccessHost.Origin)]
    [InlineData("/tests/shared/v2/models/sum/infer", AccessHost.Origin, AccessHost.Origin)]
    [InlineData("/tests/anyone/predict", "https://evil.example", "*")]
    [InlineData("/other/files/users/g/f", AccessHost.Origin, AccessHost.Origin)]
    [InlineData("/tests/shared/predict", "https://evil.example", null)]
    [InlineData("/tests/shared/predict", "http://app.example", null)]
    [InlineData("/tests/shared/predict", "https://app.example:8443", null)]
    [InlineData("/tests/shared/predict", "https://app.example.evil.example", null)]
    [InlineData("/tests/shared/predict", "HTTPS://APP.EXAMPLE", null)]
    [InlineData("/tests/shared/predict", "null", null)]
    public async Task Preflight_OfAnOrigin_IsAnsweredWithoutCredentials(string target, string origin, string? allowed)
    {
        var answer = await new RawRequest("OPTIONS", target).With("Origin", origin).With("Access-Control-Request-Method", "POST").With("Access-Control-Request-Headers", "authorization").SendAsync(access.Host.PublicUrl);

        answer.Status.ShouldBe(204, answer.Text);
        answer.Header("Access-Control-Allow-Origin").ShouldBe(allowed);
        answer.Header("Access-Control-Allow-Credentials").ShouldBeNull();
        if (allowed is null)
        {
            answer.Header("Access-Control-Allow-Methods").ShouldBeNull();
            return;
        }

        answer.Header("Access-Control-Allow-Methods")!.ShouldContain("POST");
        answer.Header("Access-Control-Allow-Headers")!.ShouldContain("Authorization");
    }

    [Theory]
    [InlineData(200, FilesHost.Password)]
    [InlineData(401, "wrong")]
    public async Task Predict_FromAnOrigin_IsMarkedErrorOrNot(int status, string password)
    {
        var answer = await access.PredictAsync("shared", request => request.With("Origin", AccessHost.Origin).As("bob", password));

        answer.Status.ShouldBe(status, answer.Text);
        answer.Header("Access-Control-Allow-Origin").ShouldBe(AccessHost.Origin);
        answer.Header("Access-Control-Expose-Headers")!.ShouldContain("X-Request-Id");
        answer.Header("Vary").ShouldBe("Origin");
    }

    [Theory]
    [InlineData("https://evil.example", null, false)]
    [InlineData("https://evil.example", "cross-site", false)]
    [InlineData("null", null, false)]
    [InlineData("https://models.example", "same-site", false)]
    [InlineData("https://models.example", null, true)]
    [InlineData("https://models.example", "same-origin", true)]
    [InlineData("https://behind.example", "same-origin", true)]
    [InlineData(AccessHost.Origin, "cross-site", true)]
    public async Task Predict_OfAPageWithAPassword_IsServedToOwnPagesAndNamedOrigins(string origin, string? site, bool isServed)
    {
        foreach (var path in (string[])["predict", "v2/models/sum/infer"])
        {
            var request = RawRequest.Post($"/tests/shared/{path}", AccessHost.Body).With("Host", "models.example").With("Origin", origin).As("bob", FilesHost.Password);
            var answer = await (site is null ? request : request.With("Sec-Fetch-Site", site)).SendAsync(access.Host.PublicUrl);

            answer.Status.ShouldBe(isServed ? 200 : 403, answer.Text);
            if (!isServed)
                answer.Text.ShouldContain("restfulApi.cors.origins");
        }
    }

    [Fact]
    public async Task Predict_WithoutAnOrigin_VariesByIt() =>
        (await access.PredictAsync("shared", request => request.As("bob", FilesHost.Password))).ShouldBeOk().Header("Vary").ShouldBe("Origin");

    [Fact]
    public async Task Predict_WithoutCors_HasNoMark()
    {
        var answer = (await access.PredictAsync("alone", request => request.With("Origin", AccessHost.Origin))).ShouldBeOk();

        answer.Header("Access-Control-Allow-Origin").ShouldBeNull();
        (await new RawRequest("OPTIONS", "/tests/alone/predict").With("Origin", AccessHost.Origin).With("Access-Control-Request-Method", "POST").SendAsync(access.Host.PublicUrl)).Status.ShouldBe(405);
    }
}
