using System.Security.Cryptography;
using Inference.EndToEnd.Images;
using Inference.EndToEnd.Nodes;
using Inference.Testing;

namespace Inference.EndToEnd;

/// <summary>The images that <c>eng/images.sh</c> makes. They need no cluster.</summary>
public sealed class ImageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("host", "/app/InferenceHost")]
    [InlineData("controller", "/app/ManifestController")]
    public async Task Build_EitherImage_IsLaidOutAsTheContainerfileSays(string target, string program)
    {
        var file = Containerfile.Read(target);
        using var folder = new TempFolder();
        await BuildAsync(folder.FullPath);
        var image = ImageFile.Read(folder[$"{target}.tar"]);

        image.Name.ShouldBe($"localhost/inference-{target}:dev");
        image.Config.GetProperty("User").GetString().ShouldBe(file.User);
        file.EntryPoint.ShouldBe($"[\"{program}\"]");
        image.Texts("Entrypoint").ShouldBe([program]);
        image.Texts("Env").Except(["PATH=/usr/bin"]).ShouldBe(file.Environment, ignoreOrder: true);
        file.Copied.ShouldBe(["/app/"]);
        image.Files[program].HasFlag(UnixFileMode.OtherExecute).ShouldBeTrue();
        image.Files["/tmp"].ShouldBe((UnixFileMode)0b001_111_111_111);
    }

    [Fact]
    public async Task Build_OfTheSameSources_IsTheSameToTheLastByte()
    {
        using var one = new TempFolder();
        using var other = new TempFolder();
        await BuildAsync(one.FullPath);
        await BuildAsync(other.FullPath);

        foreach (var image in (string[])["host.tar", "controller.tar"])
            Digest(one[image]).ShouldBe(Digest(other[image]), image);
    }

    [Fact]
    public async Task Build_Host_HoldsWhatPodsUseAndNothingForPeople()
    {
        using var folder = new TempFolder();
        await BuildAsync(folder.FullPath);
        var files = ImageFile.Read(folder["host.tar"]).Files.Keys;

        // the init step of Python components copies these, and preStop sleeps
        foreach (var used in (string[])["/app/worker.py", "/app/launcher.py", "/usr/bin/cp", "/usr/bin/sleep", "/etc/ssl/certs/ca-certificates.crt"])
            files.ShouldContain(used);
        files.ShouldNotContain(file => file.EndsWith(".pdb", StringComparison.Ordinal) || file.EndsWith(".xml", StringComparison.Ordinal));
    }

    private static string Digest(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static Task<string> BuildAsync(string folder) => ProgramRun.OutputOfAsync(Path.Combine(Repository.Root, "eng", "images.sh"), [folder], Cancelled);
}
