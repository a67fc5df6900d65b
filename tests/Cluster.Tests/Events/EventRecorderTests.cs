using Inference.Testing;

namespace Inference.Cluster.Tests.Events;

public sealed class EventRecorderTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly ResourceType Events = new("", "v1", "events", "Event");
    private static readonly EventSource Source = new("tests", "tests-1");
    private readonly CancellationTokenSource stop = new();
    private readonly ManualClock clock = new();
    private Task running = Task.CompletedTask;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }

    [Fact]
    public async Task Record_SameEventAgain_RaisesTheCount()
    {
        var about = await ObjectAsync();
        var recorder = Start(cluster.Client);

        recorder.Record(about, EventType.Normal, "Built", "it is there");
        recorder.Record(about, EventType.Normal, "Built", "it is there");
        recorder.Record(about, EventType.Normal, "Built", "it is there");
        recorder.Record(about, EventType.Warning, "Failed", "it is not");
        await Condition.HoldsAsync(() => recorder.Sent == 4, () => $"{recorder.Sent} are sent, {recorder.Failed} failed");

        var events = await EventsAsync(about.Namespace);
        events.Count.ShouldBe(2);
        var built = events.Single(item => item.Json.GetProperty("reason").GetString() == "Built").Json;
        built.GetProperty("count").GetInt32().ShouldBe(3);
        built.GetProperty("type").GetString().ShouldBe("Normal");
        built.GetProperty("message").GetString().ShouldBe("it is there");
        built.GetProperty("involvedObject").GetProperty("uid").GetString().ShouldBe(about.Uid);
        (await cluster.ControlPlane.KubectlAsync(Cancellation, "-n", about.Namespace, "describe", "configmap", "a")).ShouldContain("(x3 over");
    }

    [Fact]
    public async Task Record_EventThatTheClusterForgot_IsMadeAnew()
    {
        var about = await ObjectAsync();
        var recorder = Start(cluster.Client);
        recorder.Record(about, EventType.Normal, "Built", "it is there");
        await Condition.HoldsAsync(() => recorder.Sent == 1, () => "it is not sent");
        await cluster.Client.DeleteAsync(Events, (await EventsAsync(about.Namespace))[0].Id, DeleteOptions.Default, Cancellation);

        recorder.Record(about, EventType.Normal, "Built", "it is there");
        await Condition.HoldsAsync(() => recorder.Sent == 2, () => "it is not sent again");

        (await EventsAsync(about.Namespace)).ShouldHaveSingleItem().Json.GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Record_LongText_IsCutBetweenCharacters()
    {
        var about = await ObjectAsync();
        var recorder = Start(cluster.Client);

        recorder.Record(about, EventType.Warning, new string('R', 200), new string('ü', 2000));
        await Condition.HoldsAsync(() => recorder.Sent == 1, () => $"it is not sent, {recorder.Failed} failed");

        var sent = (await EventsAsync(about.Namespace)).ShouldHaveSingleItem().Json;
        sent.GetProperty("message").GetString().ShouldBe(new string('ü', 510) + "…");
        sent.GetProperty("reason").GetString()!.Length.ShouldBeLessThan(129);
    }

    [Fact]
    public async Task Record_ObjectOfTheWholeCluster_IsInTheDefaultNamespace()
    {
        (await cluster.Client.GetAsync(TestCluster.Namespaces, new ObjectName("", await cluster.NewNamespaceAsync()), Cancellation)).TryGet(out var about, out _);
        var recorder = Start(cluster.Client);

        recorder.Record(about!, EventType.Normal, "Seen", "it is seen");
        await Condition.HoldsAsync(() => recorder.Sent == 1, () => $"it is not sent, {recorder.Failed} failed");

        (await EventsAsync("default")).ShouldContain(item => item.Json.GetProperty("involvedObject").GetProperty("uid").GetString() == about!.Uid);
    }

    [Fact]
    public async Task Record_NamespaceThatIsNotThere_IsCountedAsFailed()
    {
        var recorder = Start(cluster.Client);

        recorder.Record(ClusterObject.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"nowhere"}}"""u8), EventType.Normal, "R", "m");

        await Condition.HoldsAsync(() => recorder.Failed == 1, () => "it is not counted");
        recorder.Sent.ShouldBe(0);
    }

    [Fact]
    public async Task Record_TooManyOfOneObject_AreDropped()
    {
        var about = await ObjectAsync();
        var recorder = Start(cluster.Client);

        for (var i = 0; i < 30; i++)
            recorder.Record(about, EventType.Warning, "Failed", $"in another way, {i}");

        await Condition.HoldsAsync(() => recorder.Sent + recorder.Dropped == 30, () => $"{recorder.Sent} are sent, {recorder.Dropped} dropped");
        recorder.Sent.ShouldBe(25);
        clock.Advance(TimeSpan.FromMinutes(5));
        recorder.Record(about, EventType.Warning, "Failed", "later");
        await Condition.HoldsAsync(() => recorder.Sent == 26, () => "none is let through later");
    }

    [Fact]
    public async Task Record_ServerThatIsAway_IsTriedThreeTimesAndNeverBlocks()
    {
        await using var server = await WireServer.StartAsync(503, "");
        using var client = server.Connect();
        var recorder = Start(client);
        var about = ClusterObject.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"n"}}"""u8);

        for (var i = 0; i < 3000; i++)
            recorder.Record(about, EventType.Normal, "R", $"{i}");

        recorder.Dropped.ShouldBeGreaterThan(1900);
        for (var pauses = 0; pauses < 2; pauses++)
        {
            await clock.WaitForTimerAsync(TimeSpan.FromSeconds(5));
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        await Condition.HoldsAsync(() => recorder.Failed >= 1, () => "it is tried for ever");
        server.Asked.ShouldBeGreaterThanOrEqualTo(3);
        await StopAsync();
    }

    [Fact]
    public async Task RunAsync_StoppedWhileTheServerHangs_EndsAfterTwoSeconds()
    {
        await using var server = await WireServer.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var client = server.Connect();
        var recorder = Start(client);
        recorder.Record(ClusterObject.Parse("""{"metadata":{"name":"a","namespace":"n"}}"""u8), EventType.Normal, "R", "m");
        await Condition.HoldsAsync(() => server.Asked == 1, () => "it is not sent");

        await stop.CancelAsync();
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        running.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        await running;
    }

    private async Task StopAsync()
    {
        await stop.CancelAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        await running;
    }

    private EventRecorder Start(ClusterClient client)
    {
        var recorder = new EventRecorder(client, Source, clock);
        running = recorder.RunAsync(stop.Token);
        return recorder;
    }

    private async Task<ClusterObject> ObjectAsync()
    {
        (await cluster.Client.CreateAsync(TestCluster.ConfigMaps, await cluster.NewNamespaceAsync(), TestCluster.ConfigMap("a"), Cancellation)).TryGet(out var made, out _);
        return made!;
    }

    private async Task<IReadOnlyList<ClusterObject>> EventsAsync(string @namespace)
    {
        (await cluster.Client.ListAsync(Events, new ListScope { Namespace = @namespace }, Cancellation)).TryGet(out var list, out var error).ShouldBeTrue($"{error}");
        return [.. list.Items.Where(item => item.Json.GetProperty("source").GetProperty("component").GetString() == Source.Component)];
    }
}
