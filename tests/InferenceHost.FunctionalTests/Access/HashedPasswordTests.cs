using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Access;

/// <summary>Users whose passwords are kept as hashes, and those who guess.</summary>
public sealed class HashedPasswordTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hash_MadeByTheCommand_LetsItsPasswordInAndSlowsGuessersDown()
    {
        var made = await HostProgram.RunAsync(["hash-password"], Stop, "correct hörse\n");
        made.ExitCode.ShouldBe(0, made.Errors);
        made.Output.ShouldMatch(@"^\$pbkdf2-sha512\$210000\$[\w./]{22}\$[\w./]{86}\n$");
        using var folder = new ManifestFolder().Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi);
        using var secrets = new TempFolder();
        secrets.Write("tests/people/bob", made.Output);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--secrets", secrets.FullPath] }, Stop);

        (await AskAsync(host, "correct hörse")).Status.ShouldBe(200);
        (await AskAsync(host, made.Output.TrimEnd())).Status.ShouldBe(401, "the hash is no password");
        RawResponse answer;
        var wrong = 0;
        while ((answer = await AskAsync(host, $"wrong {wrong}")).Status == 401)
            (++wrong).ShouldBeLessThan(20);
        answer.ShouldBeProblem(429);
        answer.Header("Retry-After").ShouldBe("1");
        (await AskAsync(host, "correct hörse")).Status.ShouldBe(200, "who is known is not kept out by others' guesses");
        host.Errors.ToString().ShouldNotContain("hörse");

        secrets.Write("tests/people/bob", "$pbkdf2-sha512$210000$short$sum");
        await host.WaitForAsync(async () => (await AskAsync(host, "correct hörse")).Status == 404, TimeSpan.FromSeconds(20), Stop);
        var status = (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Text;
        status.ShouldContain("SecretUnusable");
        status.ShouldContain("key 'bob'");
        status.ShouldNotContain("short");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task HashPassword_OfNothing_Fails(string input)
    {
        var run = await HostProgram.RunAsync(["hash-password"], Stop, input);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Errors.ShouldContain("1 to 1024 bytes");
    }

    private static Task<RawResponse> AskAsync(HostProcess host, string password) =>
        RawRequest.Get("/tests/files/users").As(FilesHost.Bob, password).SendAsync(host.PublicUrl);
}
