using System.Text;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>A host that is killed in the middle of an upload: what was stored before stays, and no half of the new is ever seen.</summary>
public sealed class UploadKillTests(SharedStore shared)
{
    private const string File = "/tests/files/data/group/file.bin";
    private const int Size = 64 << 20;
    private const int Sent = 24 << 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_InTheMiddleOfAnUploadToAFolder_LeavesTheOldFile()
    {
        using var data = new TempFolder();
        using var folder = Manifests();
        string[] Partial() => Directory.Exists(data["boxes/tests/data/.inference-partial"])
            ? [.. Directory.GetFiles(data["boxes/tests/data/.inference-partial"]).Where(file => new FileInfo(file).Length > 1 << 20)]
            : [];
        await KillAsync(new HostStart(folder.FullPath) { Data = data.FullPath }, () => Task.FromResult(Partial().Length > 0));
        Partial().ShouldNotBeEmpty();

        await CheckAsync(new HostStart(folder.FullPath) { Data = data.FullPath });

        Partial().ShouldBeEmpty();
    }

    [Fact]
    public async Task Kill_InTheMiddleOfAnUploadToAnS3Store_LeavesTheOldFile()
    {
        var store = await shared.GetAsync();
        var bucket = await store.NewBucketAsync();
        using var data = new TempFolder();
        using var folder = Manifests();
        var start = store.DefaultOf(folder, bucket) with { Data = data.FullPath };
        await KillAsync(start, async () => (await store.Client.ListMultipartUploadsAsync(bucket, Stop)).MultipartUploads is { Count: > 0 });

        await CheckAsync(start);

        (await store.Client.ListObjectsV2Async(new() { BucketName = bucket }, Stop)).S3Objects.ShouldHaveSingleItem().Size.ShouldBe(3);
    }

    private static ManifestFolder Manifests() => new ManifestFolder().Write("a.yaml", FilesHost.Box("data", "s3DefaultStorage: {}") + FilesHost.FileApi + FilesHost.Users);

    private static async Task KillAsync(HostStart start, Func<Task<bool>> isUnderWay)
    {
        RawConnection? connection = null;
        try
        {
            // disposing of it is kill -9, while the connection is open still
            await using var host = await HostProcess.StartAsync(start, Stop);
            var stored = await new RawRequest("POST", File) { Body = "old"u8.ToArray() }.As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);
            stored.Status.ShouldBe(201, stored.Text);
            connection = await RawConnection.OpenAsync(host.PublicUrl);
            await connection.SendAsync(Encoding.ASCII.GetBytes(
                $"POST {File} HTTP/1.1\r\nHost: {host.PublicUrl.Authority}\r\nAuthorization: {Callers.Basic(FilesHost.Bob, FilesHost.Password)}\r\nContent-Length: {Size}\r\n\r\n"));
            await connection.SendAsync(new byte[Sent]);
            await host.WaitForAsync(isUnderWay);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static async Task CheckAsync(HostStart start)
    {
        await using var host = await HostProcess.StartAsync(start, Stop);
        var found = await RawRequest.Get(File).As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);
        found.Status.ShouldBe(200, found.Text);
        found.Json.GetProperty("size").GetInt64().ShouldBe(3);
        var listed = await RawRequest.Get("/tests/files/data/group/").As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);
        listed.Json.GetProperty("files").GetArrayLength().ShouldBe(1);
        var again = await new RawRequest("POST", File) { Body = new byte[100] }.As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);
        again.Status.ShouldBe(201, again.Text);
        again = await new RawRequest("POST", File) { Body = "old"u8.ToArray() }.As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);
        again.Status.ShouldBe(201, again.Text);
    }
}
