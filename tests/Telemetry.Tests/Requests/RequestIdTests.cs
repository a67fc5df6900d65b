using FsCheck;
using FsCheck.Fluent;
using Inference.Telemetry.Requests;

namespace Inference.Telemetry.Tests.Requests;

public sealed class RequestIdTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Valid = $"00-{Trace}-00f067aa0ba902b7-01";

    [Theory]
    [InlineData("a")]
    [InlineData("Job-17_b.3")]
    [InlineData("..")]
    public void From_SafeRequestId_IsIt(string id) => RequestId.From(id, Valid).ShouldBe(id);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a\n")]
    [InlineData("é")]
    [InlineData("<script>")]
    public void From_MissingOrUnsafeRequestId_IsTheTraceId(string? id) => RequestId.From(id, Valid).ShouldBe(Trace);

    [Fact]
    public void From_LongestAllowedAndOneLonger_DiffersAt128()
    {
        RequestId.From(new string('a', 128), Valid).ShouldBe(new string('a', 128));
        RequestId.From(new string('a', 129), Valid).ShouldBe(Trace);
    }

    [Theory]
    [InlineData($"cc-{Trace}-00f067aa0ba902b7-01")]
    [InlineData($"cc-{Trace}-00f067aa0ba902b7-01-what-comes-later")]
    public void From_TraceParentOfALaterVersion_IsTheTraceId(string traceparent) => RequestId.From(null, traceparent).ShouldBe(Trace);

    [Theory]
    [InlineData("")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")]
    [InlineData("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g")]
    [InlineData("00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    public void From_InvalidTraceParent_IsANewId(string traceparent)
    {
        var id = RequestId.From(null, traceparent);
        id.Length.ShouldBe(26);
        traceparent.ShouldNotContain(id);
    }

    [Fact]
    public async Task From_NothingFromManyThreads_IsANewIdEachTime()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => Enumerable.Range(0, 5000).Select(_ => RequestId.From(null, null)).ToArray())));
        ids.SelectMany(id => id).Distinct().Count().ShouldBe(20_000);
    }

    [Fact]
    public void From_AnyHeaders_IsSafe() =>
        Prop.ForAll<string?, string?>((id, trace) => RequestId.IsSafe(RequestId.From(id, trace))).QuickCheckThrowOnFailure();

    [Fact]
    public void From_AnySafeId_IsUnchanged()
    {
        var characters = Gen.Elements("abcXYZ019._-".ToCharArray());
        var ids = Gen.Choose(1, 128).SelectMany(length => characters.ArrayOf(length)).Select(text => new string(text)).ToArbitrary();
        Prop.ForAll(ids, id => ReferenceEquals(RequestId.From(id, null), id)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void From_ValidTraceParentWithOneCharacterChanged_NeverGivesAnotherLength()
    {
        var changes = Gen.Choose(0, Valid.Length - 1).SelectMany(at => Gen.Choose(1, 127).Select(to => (at, to: (char)to))).ToArbitrary();
        Prop.ForAll(changes, change =>
        {
            var text = Valid.ToCharArray();
            text[change.at] = change.to;
            var id = RequestId.From(null, new string(text));
            return id.Length == 26 || (id.Length == 32 && new string(text).Contains(id));
        }).QuickCheckThrowOnFailure();
    }
}
