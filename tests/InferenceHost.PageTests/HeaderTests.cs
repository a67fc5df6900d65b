namespace Inference.InferenceHost.PageTests;

/// <summary>What goes with the pages, and to whom they are given.</summary>
public sealed class HeaderTests(Chromium browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Assets => ["/", "/?", "/?x=1", "/pages/digits", "/-/page.css", "/-/start.js", "/-/api.js", "/-/signature.js", "/-/fields.js", "/-/answer.js", "/-/snippets.js"];

    [Theory]
    [MemberData(nameof(Assets))]
    public async Task Asset_IsBoundToThisHostAndAskedForAgain(string path)
    {
        using var answer = await AskAsync(path);

        answer.EnsureSuccessStatusCode();
        var headers = answer.Headers;
        headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'; script-src 'self'");
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        headers.Contains("Server").ShouldBeFalse();
        using var again = await AskAsync(path, headers.ETag.ShouldNotBeNull().Tag);
        ((int)again.StatusCode).ShouldBe(304);
    }

    [Theory]
    [InlineData("/-/")]
    [InlineData("/-/none.js")]
    [InlineData("/-/../-/api.js/")]
    [InlineData("/-/start.html")]
    [InlineData("/-/page.css/")]
    [InlineData("/pages")]
    [InlineData("/pages/none")]
    public async Task OtherPaths_AreNotFound(string path)
    {
        using var answer = await AskAsync(path);

        ((int)answer.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task Program_IsGivenTheDocumentInsteadOfThePage()
    {
        using var answer = await browser.Host.Public.GetAsync("/pages/digits", Stop);
        using var guarded = await browser.Host.Public.GetAsync("/pages/guarded", Stop);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("\"openapi\"");
        ((int)guarded.StatusCode).ShouldBe(401);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await browser.Host.Public.SendAsync(request, Stop);
    }
}
