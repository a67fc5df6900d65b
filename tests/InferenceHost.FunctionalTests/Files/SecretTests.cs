using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Where passwords come from, and that a change of them is taken up.</summary>
public sealed class SecretTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_AsAPodMountsThem_OpenAndCloseTheApi()
    {
        using var folder = new ManifestFolder().Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi);
        using var secrets = new TempFolder();
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--secrets", secrets.FullPath] }, Stop);

        var status = (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Text;
        status.ShouldContain("SecretMissing");
        status.ShouldContain(Path.Combine(secrets.FullPath, "tests", "people"));
        await host.UntilLoggedAsync("LogNotServed");
        host.Events("LogNotServed").Single().GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("there is no Secret 'people'", Case.Sensitive, "a caller of the console need not ask /status");
        (await StatusAsync(host, "one")).ShouldBe(404);

        // the keys are links to a folder that is replaced as a whole
        secrets.Write("tests/people/..first/bob", "one\n");
        Directory.CreateSymbolicLink(secrets["tests/people/..data"], "..first");
        File.CreateSymbolicLink(secrets["tests/people/bob"], "..data/bob");
        await host.WaitForAsync(async () => await StatusAsync(host, "one") == 200, Patience, Stop);

        secrets.Write("tests/people/..second/bob", "another");
        Directory.Delete(secrets["tests/people/..data"]);
        Directory.CreateSymbolicLink(secrets["tests/people/..data"], "..second");
        await host.WaitForAsync(async () => await StatusAsync(host, "another") == 200, Patience, Stop);
        (await StatusAsync(host, "one")).ShouldBe(401);

        File.Delete(secrets["tests/people/bob"]);
        await host.WaitForAsync(async () => await StatusAsync(host, "another") == 404, Patience, Stop);
    }

    [Fact]
    public async Task Secrets_AsADocument_AreReadAgain()
    {
        using var folder = new ManifestFolder().Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.FileApi).Write("people.yaml", FilesHost.Users);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        (await StatusAsync(host, FilesHost.Password)).ShouldBe(200);

        (await RawRequest.Post("/tests/files/users/g/f", "text").As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl)).Status.ShouldBe(201);
        var url = (await RawRequest.Get("/tests/files/users/g/f").As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl)).Json.GetProperty("presigned_get_url").GetString()!;
        (await RawRequest.Get(new Uri(url).PathAndQuery).SendAsync(host.PublicUrl)).Status.ShouldBe(200);
        folder.Write("people.yaml", FilesHost.Users[..FilesHost.Users.LastIndexOf("data:", StringComparison.Ordinal)]);
        await host.WaitForAsync(async () => await StatusAsync(host, FilesHost.Password) == 401, Patience, Stop);
        (await RawRequest.Get(new Uri(url).PathAndQuery).SendAsync(host.PublicUrl)).Status.ShouldBe(403, "the link of a user who is no more");
    }

    private static async Task<int> StatusAsync(HostProcess host, string password) =>
        (await RawRequest.Get("/tests/files/users").As(FilesHost.Bob, password).SendAsync(host.PublicUrl)).Status;
}
