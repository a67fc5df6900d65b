using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Disks that are full, and files that change under a reader.</summary>
public sealed class FolderFaultTests
{
    private const int DiskSize = 2;
    private const string NoMount = "a small file system cannot be mounted here: that needs root";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_TheDiskIsFull_Is507AndLeavesWhatIsThere()
    {
        using var data = new TempFolder();
        using var disk = SmallDisk.TryMount(Directory.CreateDirectory(data["boxes"]).FullName, DiskSize);
        Assert.SkipWhen(disk is null, NoMount);
        using var folder = Manifests();
        await using var host = await StartAsync(folder, data);
        (await host.AskFilesAsync("POST", "users/before/f", "stored before")).Status.ShouldBe(201);

        var answer = (await host.AskFilesAsync("POST", "users/g/large", new string('x', 4 << 20))).ShouldBeProblem(507);

        answer.Text.ShouldContain("the store's disk is full");
        answer.Text.ShouldNotContain(data.FullPath);
        await host.UntilLoggedAsync("LogFailed", "DiskFull", data.FullPath);
        (await host.AskFilesAsync("GET", "users/g")).Json.Names().ShouldBeEmpty();
        (await host.DownloadAsync("users/before/f")).Text.ShouldBe("stored before");
        (await host.AskFilesAsync("POST", "users/g/small", "x")).Status.ShouldBe(201, "the room is given back");
    }

    [Fact]
    public async Task Predict_TheDiskOfInferenceFilesPathIsFull_Is507AndNothingIsLeft()
    {
        using var data = new TempFolder();
        using var disk = SmallDisk.TryMount(Directory.CreateDirectory(data["exchange"]).FullName, DiskSize);
        Assert.SkipWhen(disk is null, NoMount);
        using var folder = Manifests();
        await using var host = await StartAsync(folder, data);
        (await host.AskFilesAsync("POST", "users/scans/large.txt", new string('x', 4 << 20))).Status.ShouldBe(201);
        (await host.AskFilesAsync("POST", "users/scans/small.txt", "abc")).Status.ShouldBe(201);
        Task<RawResponse> Ask(string file) => RawRequest.Post("/tests/closed/predict", ExchangeTests.Ask(file, "copy", "done/y.txt")).As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);

        var answer = (await Ask("scans/large.txt")).ShouldBeProblem(507);

        answer.Text.ShouldContain("this host's disk is full");
        answer.Text.ShouldNotContain(data.FullPath);
        await host.UntilLoggedAsync("LogFolderFailed", data.FullPath);
        Directory.GetFileSystemEntries(RequestsOf(data)).ShouldBeEmpty();
        (await host.AskFilesAsync("GET", "users/done/y.txt")).ShouldBeProblem(404);
        (await Ask("scans/small.txt")).ShouldBeOk();
    }

    [Fact]
    public async Task Predict_TheDiskIsFullWhileAFormComes_Is507AndNothingIsLeft()
    {
        using var data = new TempFolder();
        using var disk = SmallDisk.TryMount(Directory.CreateDirectory(data["exchange"]).FullName, DiskSize);
        Assert.SkipWhen(disk is null, NoMount);
        using var folder = Manifests();
        await using var host = await StartAsync(folder, data);
        Task<RawResponse> Ask(string content) => UploadOf(content).SendAsync(host.PublicUrl);

        var answer = (await Ask(new string('x', 4 << 20))).ShouldBeProblem(507);

        answer.Text.ShouldContain("this host's disk is full");
        answer.Text.ShouldNotContain(data.FullPath);
        await host.UntilLoggedAsync("LogFolderFailed");
        host.Events("LogFolderFailed").Count().ShouldBe(1);
        Directory.GetFileSystemEntries(RequestsOf(data)).ShouldBeEmpty();
        (await Ask("abc")).ShouldBeOk();
    }

    [Fact]
    public async Task Predict_TheFolderFailsWhileAFormComes_Is500WithThePlaceInTheLogAlone()
    {
        using var data = new TempFolder();
        using var folder = Manifests();
        await using var host = await StartAsync(folder, data);
        var bytes = UploadOf("abc").ToBytes();
        var beforeFile = bytes.AsSpan().IndexOf("name=\"new\""u8);
        using var connection = await RawConnection.OpenAsync(host.PublicUrl);
        await connection.SendAsync(bytes.AsMemory(0, beforeFile));
        await host.WaitForAsync(() => Task.FromResult(Directory.Exists(RequestsOf(data)) && Directory.GetFiles(RequestsOf(data), "*", SearchOption.AllDirectories).Length > 0));
        var request = Directory.GetDirectories(RequestsOf(data)).ShouldHaveSingleItem();
        await File.WriteAllTextAsync(Path.Combine(request, "parts"), "where a folder should be", Stop);

        await connection.SendAsync(bytes.AsMemory(beforeFile));

        var answer = (await connection.ReadAsync()).ShouldNotBeNull().ShouldBeProblem(500);
        answer.Text.ShouldContain("could not keep the request's files");
        answer.Text.ShouldNotContain(data.FullPath);
        await host.UntilLoggedAsync("LogFolderFailed", data.FullPath);
        host.Events("LogFolderFailed").ShouldHaveSingleItem();
        Directory.GetFileSystemEntries(RequestsOf(data)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Download_TheFileBecomesShorter_IsCutAndNotAShortAnswer()
    {
        const int size = 64 << 20;
        using var data = new TempFolder();
        using var folder = Manifests();
        await using var host = await StartAsync(folder, data);
        var stored = await (FilesCaller.OfBob("POST", "users/g/f") with { Body = new byte[size] }).SendAsync(host.PublicUrl);
        stored.Status.ShouldBe(201);
        var link = (await host.AskFilesAsync("GET", "users/g/f")).Link();
        using var connection = await RawConnection.OpenAsync(host.PublicUrl);
        await connection.SendAsync(RawRequest.Get(link["http://localhost".Length..]).ToBytes());
        var head = (await connection.ReadAsync(isHead: true)).ShouldNotBeNull();
        head.Header("Content-Length").ShouldBe($"{size}");

        await using (var file = File.OpenWrite(data["boxes/tests/users/users/bob/file_groups/g/f"]))
            file.SetLength(1000);

        var received = 0;
        while (await connection.ReadSomeAsync() is > 0 and var count)
            received += count;
        received.ShouldBeLessThan(size);
    }

    [Fact]
    public async Task Download_TheFileIsRemovedMeanwhile_IsWhole()
    {
        const int size = 64 << 20;
        using var data = new TempFolder();
        using var folder = Manifests();
        await using var host = await StartAsync(folder, data);
        (await (FilesCaller.OfBob("POST", "users/g/f") with { Body = new byte[size] }).SendAsync(host.PublicUrl)).Status.ShouldBe(201);
        var link = (await host.AskFilesAsync("GET", "users/g/f")).Link();
        using var connection = await RawConnection.OpenAsync(host.PublicUrl);
        await connection.SendAsync(RawRequest.Get(link["http://localhost".Length..]).ToBytes());
        (await connection.ReadAsync(isHead: true)).ShouldNotBeNull().Status.ShouldBe(200);

        (await host.AskFilesAsync("DELETE", "users/g/f")).Status.ShouldBe(204);

        var received = 0;
        while (received < size && await connection.ReadSomeAsync() is > 0 and var count)
            received += count;
        received.ShouldBe(size);
    }

    /// <summary>A prediction with the file it is about.</summary>
    private static RawRequest UploadOf(string content) =>
        new Form().Request(ExchangeTests.Ask("new", "copy", "done/form.txt")).File("new", content).To("/tests/closed/predict").As(FilesHost.Bob, FilesHost.Password);

    private static string RequestsOf(TempFolder data) => data["exchange/tests.copy/home/copy/tmp"];

    private static ManifestFolder Manifests()
    {
        var folder = new ManifestFolder();
        ExchangeHost.WriteManifests(folder);
        return folder;
    }

    private static Task<HostProcess> StartAsync(ManifestFolder folder, TempFolder data) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath, Options = PythonFolder.Options }, Stop);
}
