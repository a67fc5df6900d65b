using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Mounts;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;
using Inference.Testing.S3;

namespace Inference.InferenceHost.FunctionalTests.Samples;

/// <summary>manifests/samples/table-python as its README says it is used, with its boxes in a folder and in a real S3 store.</summary>
public sealed class TableTests(StoreServer store) : IClassFixture<StoreServer>
{
    private static readonly string Sample = Repository.SampleOf("table-python");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Walk_BoxesInAFolder_EndsWithPredictions()
    {
        using var data = new TempFolder();
        await using var host = await HostProcess.StartAsync(new HostStart(Sample) { Data = data.FullPath, Options = PythonFolder.Options, UntilReady = false }, Stop);

        await WalkAsync(host, data["boxes/wine/models/users/developer/file_groups/wine/wine.joblib"]);

        (await File.ReadAllTextAsync(data["boxes/wine/tables/users/alice/file_groups/spring/predictions.csv"], Stop)).Split('\n').Length.ShouldBe(62);
        Directory.GetFileSystemEntries(data["exchange/wine.classify/home/wine/tmp"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Walk_BoxesInAStore_IsTheSame()
    {
        var bucket = await store.NewBucketAsync();
        await using var host = await HostProcess.StartAsync(
            new HostStart(Sample)
            {
                Options = [.. PythonFolder.Options, "--s3-endpoint", store.Server.Address.AbsoluteUri, "--s3-bucket", bucket, "--s3-poll", "200ms"],
                Environment = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = S3Server.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = S3Server.SecretKey },
                UntilReady = false,
            },
            Stop);

        await WalkAsync(host, $"s3://{bucket}/wine/models/users/developer/file_groups/wine/wine.joblib");

        (await store.Client.GetObjectMetadataAsync(bucket, "wine/tables/users/alice/file_groups/spring/predictions.csv", Stop)).ContentLength.ShouldBeGreaterThan(4253);
    }

    [Fact]
    public async Task Predict_ATableThatIsNone_SaysWhatIsWrongWithIt()
    {
        await using var host = await HostProcess.StartAsync(new HostStart(Sample) { Options = PythonFolder.Options, UntilReady = false }, Stop);
        await WalkAsync(host, "");

        (await AskAsync(host, "a,b\n1,2\n")).ShouldContain("\"status\":400,\"detail\":\"the table has no column alcohol, malic_acid");
        (await AskAsync(host, "")).ShouldContain("\"status\":400,\"detail\":\"the table has no column alcohol");
        var table = await File.ReadAllLinesAsync(Path.Combine(Sample, "wines.csv"), Stop);
        (await AskAsync(host, $"{table[0]}\n{table[1]}\n{table[2].Replace("12.93", "strong", StringComparison.Ordinal)}\n")).ShouldContain("\"status\":400,\"detail\":\"line 3 of the table: expected a number");
        (await AskAsync(host, table[0])).ShouldContain("\"data\":{}");
    }

    /// <summary>The component waits and says how its model is uploaded; then the walk of the sample.</summary>
    private static async Task WalkAsync(HostProcess host, string place)
    {
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "classify")).Text("reason") == "ModelMissing");
        var message = (await host.StatusAsync("MLComponent", "classify")).Text("message");
        message.ShouldStartWith($"'users/developer/file_groups/wine/wine.joblib' is not in box models yet: put it at {place}");
        message.ShouldEndWith(", or upload it: curl -u developer --data-binary @wine.joblib http://HOST:PORT/wine/files/models/wine/wine.joblib");

        var said = await Shell.RunAsync($"./walk.sh '{host.PublicUrl.AbsoluteUri.TrimEnd('/')}'", Sample, Stop);

        said.ShouldContain("alcohol,known_cultivar,cultivar,probability\n12.81,3,3,0.9");
        said.Split("\"data\":{\"cultivar 3\":16,\"cultivar 1\":21,\"cultivar 2\":23}").Length.ShouldBe(3, said);
    }

    private static async Task<string> AskAsync(HostProcess host, string table) =>
        await Shell.RunAsync(
            $$"""
            curl -sS -u alice:only-for-the-sample-2 '{{host.PublicUrl}}wine/classify/predict' -F 'table={{table}};filename=table.csv' -F 'request={"inputs":[{"name":"table","datatype":"FILE","data":"table"}],"output_fields":[{"name":"counts"}]}'
            """,
            Sample,
            Stop);
}
