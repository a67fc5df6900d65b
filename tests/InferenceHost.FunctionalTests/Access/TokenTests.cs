using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Access;

public sealed class TokenTests(AccessHost access)
{
    [Fact]
    public async Task Predict_WithoutAToken_IsAskedForOne()
    {
        var answer = (await access.PredictAsync("vouched")).ShouldBeProblem(401);

        answer.Header("WWW-Authenticate").ShouldBe("Bearer realm=\"tests\"");
        answer.Header("Location").ShouldBeNull();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.")]
    [InlineData("")]
    public async Task Predict_AWrongToken_IsToldWhyAndNothingOfIt(string token)
    {
        var answer = (await access.PredictAsync("vouched", request => request.With("Authorization", "Bearer " + token))).ShouldBeProblem(401);

        answer.Header("WWW-Authenticate")!.ShouldStartWith("Bearer realm=\"tests\", error=\"invalid_token\", error_description=\"the ");
        answer.Text.ShouldNotContain("eyJ");
    }

    [Fact]
    public async Task Predict_ARightToken_ComesInWhereItMay()
    {
        (await access.PredictAsync("vouched", With("bob"))).ShouldBeOk();
        (await access.PredictAsync("vouched", With("carol"))).ShouldBeOk();
        (await access.PredictAsync("few", With("bob"))).ShouldBeOk();
        (await access.PredictAsync("few", With("carol"))).ShouldBeProblem(403).Text.ShouldContain("carol");
        (await access.PredictAsync("vouched", With("../eve"))).ShouldBeProblem(403).Text.ShouldContain("'sub'");
        (await access.PredictAsync("vouched", request => request.With("Authorization", "Bearer " + access.Token("bob", "other")))).ShouldBeProblem(401);
        access.Host.Errors.ToString().ShouldNotContain(access.Token("bob")[..40], Case.Sensitive, "tokens are not logged");
    }

    [Fact]
    public async Task Predict_IssuerUnreachable_Is503()
    {
        var answer = (await access.PredictAsync("orphan", With("bob"))).ShouldBeProblem(503);

        answer.Header("Retry-After").ShouldBe("5");
        answer.Text.ShouldContain("issuer");
    }

    [Fact]
    public async Task Files_OfABearer_AreItsOwn()
    {
        (await new RawRequest("POST", "/other/files/users/g/mine") { Body = "text"u8.ToArray() }.With("Authorization", "Bearer " + access.Token("bob")).SendAsync(access.Host.PublicUrl)).Status.ShouldBe(201);
        (await RawRequest.Get("/other/files/users/g/mine").With("Authorization", "Bearer " + access.Token("bob")).SendAsync(access.Host.PublicUrl)).Status.ShouldBe(200);
        (await RawRequest.Get("/other/files/users/g/mine").With("Authorization", "Bearer " + access.Token("eve")).SendAsync(access.Host.PublicUrl)).Status.ShouldBe(404);
        (await RawRequest.Get("/other/files/users/g/mine").SendAsync(access.Host.PublicUrl)).Status.ShouldBe(401);
    }

    private Func<RawRequest, RawRequest> With(string user) => request => request.With("Authorization", "Bearer " + access.Token(user));
}
