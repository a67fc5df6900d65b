using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Tests.Logs;

#pragma warning disable CA1848, CA1873, CA2254 // tests log what no product code should: ad-hoc templates

public sealed class JsonLineLoggingTests : IDisposable
{
    private readonly LogCapture log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public void Log_Template_IsOneObjectWithItsPropertiesAsFields()
    {
        log["Host.Models"].Log(LogLevel.Information, new EventId(7, "Loaded"), "Loaded {Model} in {Seconds} s", "digits", 0.5);

        log.Text.ShouldBe("""
            {"timestamp":"2026-03-04T02:06:07.089000Z","level":"Information","category":"Host.Models","event":"Loaded","eventId":7,"message":"Loaded digits in 0.5 s","fields":{"Model":"digits","Seconds":0.5}}

            """);
    }

    [Fact]
    public void Log_NoEventIdAndNoProperties_LeavesThemOut()
    {
        log["A"].LogWarning("plain");
        log.Text.ShouldBe("""{"timestamp":"2026-03-04T02:06:07.089000Z","level":"Warning","category":"A","message":"plain"}""" + "\n");
    }

    [Fact]
    public void Log_InScopes_HasTheirProperties()
    {
        using (log["A"].BeginScope(new Dictionary<string, object?> { ["RequestId"] = "r1", ["Name"] = "outer" }))
        using (log["A"].BeginScope("inner {Name}", "scope"))
        using (log["A"].BeginScope("just text"))
            log["A"].LogError("failed {Step}", 3);

        var fields = log.Line.GetProperty("fields");
        fields.GetProperty("RequestId").GetString().ShouldBe("r1");
        fields.GetProperty("Step").GetInt32().ShouldBe(3);
        fields.EnumerateObject().Count(field => field.Name == "Name").ShouldBe(1);
        fields.GetProperty("Name").GetString().ShouldBe("scope");
    }

    [Fact]
    public void Log_PropertyNamedAsInAScope_IsTheTemplates()
    {
        using (log["A"].BeginScope(new Dictionary<string, object?> { ["Name"] = "scope" }))
            log["A"].LogError("failed {Name}", "own");
        log.Text.ShouldContain("\"fields\":{\"Name\":\"own\"}");
    }

    [Fact]
    public void Log_Exception_HasTypeMessageAndStackWithInnerOnes()
    {
        try
        {
            throw new InvalidOperationException("outer\nline", new FormatException("inner"));
        }
        catch (InvalidOperationException exception)
        {
            log["A"].LogError(exception, "failed");
        }

        var written = log.Line.GetProperty("exception");
        written.GetProperty("type").GetString().ShouldBe("System.InvalidOperationException");
        written.GetProperty("message").GetString().ShouldBe("outer\nline");
        var stack = written.GetProperty("stack").GetString().ShouldNotBeNull();
        stack.ShouldContain("System.FormatException: inner");
        stack.ShouldContain(nameof(Log_Exception_HasTypeMessageAndStackWithInnerOnes));
    }

    [Fact]
    public void Log_InATrace_HasItsIds()
    {
        using var activity = new Activity("x").SetIdFormat(ActivityIdFormat.W3C).Start();
        log["A"].LogError("failed");
        log.Line.GetProperty("trace").GetString().ShouldBe(activity.TraceId.ToHexString());
        log.Line.GetProperty("span").GetString().ShouldBe(activity.SpanId.ToHexString());
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(-3, "-3")]
    [InlineData(ulong.MaxValue, "18446744073709551615")]
    [InlineData(0.1f, "0.1")]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(float.PositiveInfinity, "\"Infinity\"")]
    [InlineData('x', "\"x\"")]
    [InlineData(null, "null")]
    [InlineData(LogLevel.Error, "\"Error\"")]
    [InlineData(new[] { 1, 2 }, "[1,2]")]
    public void Log_Property_IsJsonOfItsKind(object? value, string json)
    {
        log["A"].LogInformation("{Value}", [value]);
        log.Line.GetProperty("fields").GetProperty("Value").GetRawText().ShouldBe(json);
    }

    [Fact]
    public void Log_TimesAndDecimals_AreExact()
    {
        log["A"].LogInformation("{Time} {Price}", LogCapture.Now, 1.10m);
        log.Text.ShouldContain("\"Time\":\"2026-03-04T05:06:07.0890000+03:00\",\"Price\":1.10");
    }

    [Fact]
    public void Log_PropertyWhoseTextThrows_TellsTheEventWithoutIt()
    {
        log["A"].LogError(new FormatException("cause"), "failed {Bad}", new Unprintable());
        log.Line.GetProperty("formatError").GetString().ShouldBe("System.NotSupportedException");
        log.Line.GetProperty("exceptionType").GetString().ShouldBe("System.FormatException");
    }

    [Fact]
    public void Log_MessageThatThrows_TellsTheEventAndItsFieldsWithoutIt()
    {
        log["A"].Log(LogLevel.Error, default, new[] { KeyValuePair.Create<string, object?>("Step", 3) }, null, (_, _) => throw new FormatException());
        log.Line.GetProperty("message").GetString().ShouldBe("this event could not be turned into text");
        log.Line.GetProperty("fields").GetProperty("Step").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void Log_PropertyWhoseTextLogs_WritesBothLines()
    {
        log["A"].LogInformation("outer {Value}", new Chatty(log["B"]));
        log.Lines.Select(line => line.GetProperty("message").GetString()).ShouldContain("outer done");
        log.Lines.Select(line => line.GetProperty("message").GetString()).ShouldContain("inner");
    }

    [Theory]
    [InlineData("Inference.Host", LogLevel.Debug, false)]
    [InlineData("Inference.Host", LogLevel.Information, true)]
    [InlineData("Microsoft.Hosting.Lifetime", LogLevel.Information, true)]
    [InlineData("Microsoft.AspNetCore.Routing", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical, false)]
    public void IsEnabled_CategoryAndLevel_FollowsTheFilters(string category, LogLevel level, bool enabled) =>
        log[category].IsEnabled(level).ShouldBe(enabled);

    [Fact]
    public void Log_AnyText_IsOneLineOfValidJsonThatKeepsItsCharacters()
    {
        Prop.ForAll<NonNull<string>, NonNull<string>>((message, value) =>
        {
            using var capture = new LogCapture();
            capture["category " + value.Get].Log(LogLevel.Error, new EventId(1, message.Get), new[] { KeyValuePair.Create<string, object?>(message.Get, value.Get) },
                new InvalidOperationException(value.Get), (_, _) => message.Get);
            var line = capture.Line;
            return line.GetProperty("message").GetString() == WithoutLoneSurrogates(message.Get)
                && line.GetProperty("fields").EnumerateObject().Single().Value.GetString() == WithoutLoneSurrogates(value.Get);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("lone high \ud800 middle")]
    [InlineData("lone low \udc00")]
    [InlineData("end \ud83d")]
    [InlineData("pair \ud83d\ude00")]
    [InlineData("\u0000\u0001\u001f\u007f\u0085\u2028\u2029\r\n\t\"\\</script>")]
    public void Log_OddCharacters_ArriveAsWrittenOrReplaced(string text)
    {
        log["A"].LogError("{Value}", text);
        log.Line.GetProperty("fields").GetProperty("Value").GetString().ShouldBe(WithoutLoneSurrogates(text));
    }

    private static string WithoutLoneSurrogates(string text) => string.Concat(text.EnumerateRunes());

    private sealed class Unprintable
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class Chatty(ILogger other)
    {
        public override string ToString()
        {
            other.LogInformation("inner");
            return "done";
        }
    }
}
