using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Thousands of spoilt requests over connections kept open: each is answered, none with a 5xx, and the host stays as it was.</summary>
public sealed class MutationTests : IAsyncLifetime
{
    private const int Connections = 4;
    private const int RequestsEach = 3000;

    private static readonly string[] Bodies =
    [
        GoodRequest.Body,
        """{"parameters":[["threshold",0.5],{"name":"x","value":null}],"inputs":[{"data":[[1,2],[3,4e1]],"name":"x","datatype":"FP32","shape":[2,2]}],"output_fields":[{"name":"y","datatype":"FP32"}]}""",
        """{"inputs":[{"name":"x","datatype":"BYTES","shape":[2],"data":["a\u00e9","\ud83d\ude00"]}],"model_key":"k","parameters":{"a":1,"b":"c"}}""",
        """{"id":"7","parameters":{"priority":1,"x":true},"inputs":[{"name":"x","shape":[3],"datatype":"INT64","data":[1,-2,9007199254740993]}],"outputs":[{"name":"y","parameters":{"binary_data":false,"classification":2}}]}""",
        """{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP16","data":[[1,0.5],["NaN",-Infinity]]}],"outputs":[{"name":"y"}]}""",
    ];

    private static readonly (string Head, byte[] Tensors)[] Binary =
    [
        ("""{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""", BinaryBody.Of(1f, 2f, 3f, 4f)),
        ("""{"inputs":[{"name":"x","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":13}}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""", [3, 0, 0, 0, 65, 66, 67, 2, 0, 0, 0, 68, 69]),
        ("""{"inputs":[{"name":"a","shape":[2],"datatype":"FP32","data":[1,2]},{"name":"b","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"outputs":[{"name":"difference"},{"name":"sum","parameters":{"binary_data":true}}]}""", BinaryBody.Of(3f, 4f)),
    ];

    private static readonly string[] Models = ["sum", "echo-fp32", "echo-bytes", "echo-int64", "echo-fp16"];
    private static readonly string[] BinaryModels = ["echo-fp32", "echo-bytes", "sum"];

    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    private HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        foreach (var model in Models)
            folder.Add("tests", model, TestModels.PathOf(model));
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Requests_Spoilt_AreAnsweredBelow500AndMemoryStaysBounded()
    {
        // the first thousands warm up; what the rest adds would be a leak
        var tally = await SendAsync(seed: 1000);
        var before = ProcessFigures.ResidentBytes(Host.Id);
        foreach (var (status, count) in await SendAsync(seed: 2000))
            tally[status] = tally.GetValueOrDefault(status) + count;
        var after = ProcessFigures.ResidentBytes(Host.Id);

        tally.Values.Sum().ShouldBe(2 * Connections * RequestsEach);
        tally.Keys.ShouldBeSubsetOf([200, 400, 413]);
        tally[400].ShouldBeGreaterThan(Connections * RequestsEach / 2);
        tally[200].ShouldBeGreaterThan(100, "nothing but nonsense tests the first lines only");
        (after - before).ShouldBeLessThan(48L << 20);
        after.ShouldBeLessThan(400L << 20);
        Host.Errors.Lines.ShouldNotContain(line => line.Contains("\"Error\"") || line.Contains("\"event\":\"Bug\""));
    }

    [Fact]
    public async Task Bytes_Random_AreRefusedOrClosed()
    {
        var random = new Random(99);
        for (var i = 0; i < 300; i++)
        {
            var bytes = RawRequest.Post(GoodRequest.Predict, GoodRequest.Body).ToBytes();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var connection = await RawConnection.OpenAsync(Host.PublicUrl);
            await connection.SendAsync(bytes);
            connection.CloseSending();
            while (await connection.ReadAsync() is { } answer)
            {
                // 505 is what a spoilt version of HTTP gets
                if (answer.Status != 505)
                    answer.Status.ShouldBeLessThan(500, answer.Text);
            }
        }

        (await RawRequest.Post(GoodRequest.Predict, GoodRequest.Body).SendAsync(Host.PublicUrl)).ShouldBeOk();
    }

    private static RawRequest Next(Random random, RequestMutator mutator)
    {
        var other = Encoding.UTF8.GetBytes(Bodies[random.Next(Bodies.Length)]);
        if (random.Next(3) != 0)
        {
            var which = random.Next(Bodies.Length);
            var body = mutator.Spoil(Encoding.UTF8.GetBytes(Bodies[which]), other);
            return RawRequest.Post(random.Next(2) == 0 ? $"/tests/{Models[which]}/predict" : $"/tests/{Models[which]}/v2/models/{Models[which]}/infer", body);
        }

        var index = random.Next(Binary.Length);
        var head = Encoding.UTF8.GetBytes(Binary[index].Head);
        var tensors = Binary[index].Tensors;
        if (random.Next(2) == 0)
            head = mutator.Spoil(head, other);
        else
            tensors = mutator.Spoil(tensors, other);
        var length = random.Next(8) == 0 ? random.Next(-2, head.Length + tensors.Length + 2) : head.Length;
        return BinaryBody.PostWith($"/tests/{BinaryModels[index]}/v2/models/{BinaryModels[index]}/infer", length.ToString(System.Globalization.CultureInfo.InvariantCulture), [.. head, .. tensors]);
    }

    private async Task<Dictionary<int, int>> SendAsync(int seed)
    {
        var tallies = await Task.WhenAll(Enumerable.Range(seed, Connections).Select(each => Task.Run(() => SendOverOneAsync(each))));
        return tallies.SelectMany(tally => tally).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value));
    }

    private async Task<Dictionary<int, int>> SendOverOneAsync(int seed)
    {
        var random = new Random(seed);
        var mutator = new RequestMutator(seed);
        var tally = new Dictionary<int, int>();
        using var connection = await RawConnection.OpenAsync(Host.PublicUrl);
        for (var i = 0; i < RequestsEach; i++)
        {
            var request = Next(random, mutator);
            var answer = await connection.ExchangeAsync(request);
            if (answer.Status is not (200 or 400 or 413))
                Assert.Fail($"seed {seed}, request {i}: {answer.Status} {answer.Text}{Environment.NewLine}{request.Target}{Environment.NewLine}{Encoding.UTF8.GetString(request.Body)}");
            tally[answer.Status] = tally.GetValueOrDefault(answer.Status) + 1;
        }

        return tally;
    }
}
