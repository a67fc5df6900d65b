using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Who comes in, and what the component learns of it.</summary>
public sealed class AuthenticationTests(FilesHost files)
{
    private const string Challenge = "Basic realm=\"tests\", charset=\"UTF-8\"";
    private const string Forging = """{"parameters":[["user","eve"],["n",1],["user","mallory"]],"inputs":[]}""";

    public static TheoryData<string> Targets => ["POST /tests/told/predict", "GET /tests/told/v2", "POST /tests/told/v2/models/tell/infer", "GET /tests/told/nothing", "GET /tests/files/users/g/f", "POST /tests/files/users/g/f", "GET /tests/files", "DELETE /tests/files/none/../x"];

    public static TheoryData<string> WrongHeaders =>
    [
        Callers.Basic("bob", "wrong"), Callers.Basic("bob", ""), Callers.Basic("bob", FilesHost.Password + " "), Callers.Basic("BOB", FilesHost.Password), Callers.Basic("nobody", FilesHost.Password),
        Callers.Basic("eve", FilesHost.Password), Callers.Basic("", FilesHost.Password), Callers.Basic("bob:", FilesHost.Password), Callers.Basic(new string('b', 65), "x"), Callers.Basic("b\0b", "x"), Callers.Basic("bób", "x"),
        "Basic", "Basic ", "Basic !!!", "Basic Ym9i", "Bearer x", "x", "", "Basic " + new string('A', 4000), Callers.Basic("bob", FilesHost.Password) + "," + Callers.Basic("eve", FilesHost.EvesPassword),
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Request_WithoutCredentials_Is401WithTheChallenge(string target)
    {
        var answer = await new RawRequest(target.Split(' ')[0], target.Split(' ')[1]).SendAsync(files.Host.PublicUrl);

        answer.Status.ShouldBe(401, answer.Text);
        answer.Header("WWW-Authenticate").ShouldBe(Challenge);
    }

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public async Task Request_WithAWrongHeader_Is401(string header)
    {
        var answer = (await RawRequest.Get("/tests/files/users").With("Authorization", header).SendAsync(files.Host.PublicUrl)).ShouldBeProblem(401);

        answer.Header("WWW-Authenticate").ShouldBe(Challenge);
        answer.Text.ShouldNotContain("bob");
    }

    [Theory]
    [InlineData("/tests/guarded/predict")]
    [InlineData("/tests/guarded/v2/models/tell/infer")]
    [InlineData("/tests/files/users/g/f")]
    public async Task Upload_ByAStrangerWhoAsksBefore_IsRefusedBeforeItsBody(string target)
    {
        using var connection = await RawConnection.OpenAsync(files.Host.PublicUrl);
        await connection.SendAsync($"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 100000000\r\n\r\n");

        // nothing like 100 Continue comes before
        (await connection.ReadAsync()).ShouldNotBeNull().Status.ShouldBe(401);
    }

    [Fact]
    public async Task Request_WithSeveralHeaders_Is400()
    {
        var request = RawRequest.Get("/tests/files/users").As(FilesHost.Bob, FilesHost.Password).As(FilesHost.Bob, FilesHost.Password);
        (await request.SendAsync(files.Host.PublicUrl)).ShouldBeProblem(400);
    }

    [Theory]
    [InlineData("told", """[["n",1],["user","bob"]]""")]
    [InlineData("guarded", """[["user","eve"],["n",1],["user","mallory"]]""")]
    public async Task Predict_ByACaller_SaysItsNameWhereThatIsWantedAndIsNotForged(string path, string parameters)
    {
        var answer = await RawRequest.Post($"/tests/{path}/predict", Forging).As(FilesHost.Bob, FilesHost.Password).SendAsync(files.Host.PublicUrl);

        Parameters(answer).ShouldBe(parameters);
    }

    [Fact]
    public async Task Predict_ByNobody_ForgesNoName() =>
        Parameters(await RawRequest.Post("/tests/open/predict", Forging).SendAsync(files.Host.PublicUrl)).ShouldBe("""[["n",1]]""");

    [Fact]
    public async Task Infer_ByACaller_SaysItsName()
    {
        var request = RawRequest.Post("/tests/told/v2/models/tell/infer", """{"parameters":{"user":"mallory"},"inputs":[]}""").As("EVE".ToLowerInvariant(), FilesHost.EvesPassword);
        (await request.SendAsync(files.Host.PublicUrl)).ShouldBeOk().Text.ShouldContain("eve");
    }

    [Fact]
    public async Task Log_OfAllThat_HasNoPassword()
    {
        await RawRequest.Get("/tests/files/users").As(FilesHost.Bob, "wrong-secret").SendAsync(files.Host.PublicUrl);
        await files.AskAsync("GET", "users");

        var log = files.Host.Errors.ToString();
        foreach (var secret in (string[])["wrong-secret", FilesHost.EvesPassword, FilesHost.Password, Callers.Basic(FilesHost.Bob, FilesHost.Password)[6..]])
            log.ShouldNotContain(secret);
    }

    private static string Parameters(RawResponse answer) => answer.Output("told").GetProperty("data").GetProperty("parameters").GetRawText().Replace(" ", "");
}
